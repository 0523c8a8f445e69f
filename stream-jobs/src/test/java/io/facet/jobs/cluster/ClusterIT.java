package io.facet.jobs.cluster;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.jobs.net.LoopbackPorts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** One life of a real cluster, step by step: to bring one up for each step would cost minutes. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

    @TempDir
    private static Path folder;

    private static Cluster cluster;
    private static ClusterRequest request;

    @BeforeAll
    static void chooseFreePorts() {
        cluster = new Cluster(folder);
        request = new ClusterRequest(
                Optional.of(LoopbackPorts.anyFree()),
                Optional.of(LoopbackPorts.anyFree()),
                Optional.empty(),
                Optional.of("1536m"),
                Optional.of(2));
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        cluster.down(line -> {});
    }

    @Test
    @Order(1)
    void up_emptyFolder_startsBrokerJobManagerAndTwoTaskManagers() throws Exception {
        boolean started = cluster.up(request, Distribution.current(), System.out::println);

        assertThat(started).isTrue();
        ClusterStatus status = cluster.status().orElseThrow();
        assertThat(status.healthy()).isTrue();
        assertThat(status.processes())
                .extracting(ClusterStatus.Member::name)
                .containsExactly("kafka", "jobmanager", "taskmanager-1", "taskmanager-2");
        assertThat(status.flink()).hasValueSatisfying(flink -> {
            assertThat(flink.taskManagers()).isEqualTo(2);
            assertThat(flink.slots()).isEqualTo(4);
        });
    }

    @Test
    @Order(2)
    void up_memoryTooSmallForFlink_isRefusedBeforeAnythingStarts(@TempDir Path other) throws Exception {
        Cluster small = new Cluster(other);
        ClusterRequest tooSmall = new ClusterRequest(
                Optional.of(LoopbackPorts.anyFree()),
                Optional.of(LoopbackPorts.anyFree()),
                Optional.empty(),
                Optional.of("600m"),
                Optional.empty());

        assertThatThrownBy(() -> small.up(tooSmall, Distribution.current(), System.out::println))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("--taskmanager-memory");
        assertThat(small.status()).isEmpty();
    }

    @Test
    @Order(3)
    void up_runningCluster_changesNothing() throws Exception {
        List<ClusterStatus.Member> before = cluster.status().orElseThrow().processes();

        assertThat(cluster.up(ClusterRequest.any(), Distribution.current(), System.out::println))
                .isFalse();
        assertThat(cluster.status().orElseThrow().processes())
                .extracting(ClusterStatus.Member::pid)
                .isEqualTo(before.stream().map(ClusterStatus.Member::pid).toList());
    }

    @Test
    @Order(4)
    void up_runningClusterUnderAnotherPort_isRefused() {
        ClusterRequest other = new ClusterRequest(
                Optional.of(LoopbackPorts.anyFree()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        assertThatThrownBy(() -> cluster.up(other, Distribution.current(), System.out::println))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("take it down first");
    }

    /** Source, sink and Kafka's client come with the job; the TaskManagers do not have them. */
    @Test
    @Order(5)
    void submit_jobThatCopiesATopic_runsWithTheShippedJars() throws Exception {
        ClusterSettings settings = cluster.settings().orElseThrow();
        JobSubmission submission = new JobSubmission(
                URI.create(settings.restUrl()), Distribution.current().job());
        Configuration configuration = new Configuration();
        configuration.set(CoreOptions.DEFAULT_PARALLELISM, 4);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
        send(settings, "before");

        submission.submit("copy", configuration, environment -> copy(environment, settings.bootstrapServers()));

        awaitReceived(settings, "before");
    }

    @Test
    @Order(6)
    void up_afterTaskManagerWasKilled_startsItAgainAndTheJobGoesOn() throws Exception {
        long broker = pid("kafka");
        long killed = pid("taskmanager-2");
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !cluster.status().orElseThrow().healthy());

        assertThat(cluster.up(ClusterRequest.any(), Distribution.current(), System.out::println))
                .isTrue();

        assertThat(cluster.status().orElseThrow().healthy()).isTrue();
        assertThat(pid("taskmanager-2")).isNotEqualTo(killed);
        assertThat(pid("kafka")).isEqualTo(broker);
        ClusterSettings settings = cluster.settings().orElseThrow();
        send(settings, "after");
        awaitReceived(settings, "after");
    }

    @Test
    @Order(7)
    void down_runningCluster_leavesNoProcess() throws Exception {
        List<ProcessHandle> running = Stream.of("kafka", "jobmanager", "taskmanager-1", "taskmanager-2")
                .map(name -> ProcessHandle.of(pid(name)).orElseThrow())
                .toList();

        List<String> stopped = cluster.down(System.out::println);

        assertThat(stopped).containsExactlyInAnyOrder("kafka", "jobmanager", "taskmanager-1", "taskmanager-2");
        assertThat(running).noneMatch(ProcessHandle::isAlive);
        assertThat(cluster.down(System.out::println)).isEmpty();
    }

    @Test
    @Order(8)
    void up_afterDown_findsItsTopicsAgain() throws Exception {
        cluster.up(ClusterRequest.any(), Distribution.current(), System.out::println);

        awaitReceived(cluster.settings().orElseThrow(), "after");
    }

    private static void copy(StreamExecutionEnvironment environment, String bootstrapServers) {
        KafkaSource<String> source = KafkaSource.<String>builder()
                .setBootstrapServers(bootstrapServers)
                .setTopics("in")
                .setValueOnlyDeserializer(new SimpleStringSchema())
                .build();
        KafkaSink<String> sink = KafkaSink.<String>builder()
                .setBootstrapServers(bootstrapServers)
                .setRecordSerializer(KafkaRecordSerializationSchema.<String>builder()
                        .setTopic("out")
                        .setValueSerializationSchema(new SimpleStringSchema())
                        .build())
                .build();
        environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "in")
                .sinkTo(sink)
                .name("out");
    }

    private static void send(ClusterSettings settings, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", settings.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("in", value)).get();
        }
    }

    private static void awaitReceived(ClusterSettings settings, String value) {
        Map<String, Object> reader = Map.of(
                "bootstrap.servers",
                settings.bootstrapServers(),
                "group.id",
                UUID.randomUUID().toString(),
                "auto.offset.reset",
                "earliest");
        List<String> received = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(reader, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("out"));
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(copied -> received.add(copied.value()));
                return received.contains(value);
            });
        }
    }

    private static long pid(String name) {
        try {
            return cluster.status().orElseThrow().processes().stream()
                    .filter(process -> process.name().equals(name))
                    .findFirst()
                    .flatMap(ClusterStatus.Member::pid)
                    .orElseThrow();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("Cannot read the status", e);
        }
    }
}
