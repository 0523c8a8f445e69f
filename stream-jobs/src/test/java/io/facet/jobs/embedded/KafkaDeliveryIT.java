package io.facet.jobs.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.connectors.kafka.DeliveryMode;
import io.facet.connectors.kafka.ResultReader;
import io.facet.connectors.kafka.ResultSinks;
import io.facet.connectors.kafka.SegmentSource;
import io.facet.connectors.kafka.SegmentSource.StartOffsets;
import io.facet.connectors.kafka.TopicAdmin;
import io.facet.connectors.kafka.Topics;
import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.WireRecord;
import io.facet.connectors.segment.SegmentTypes;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SourceRecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Source, sinks and reader of results around a job that fails once, on a real broker. */
class KafkaDeliveryIT {
    private static final int RECORDS = 400;
    private static final int PARTITIONS = 4;

    @TempDir
    static Path directory;

    private static EmbeddedKafka kafka;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.start(directory);
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource({"EXACTLY_ONCE, AVRO", "EXACTLY_ONCE, JSON", "LOW_LATENCY, JSON"})
    void results_jobThatFailsAfterACheckpoint_areDeliveredAsPromised(DeliveryMode delivery, RecordFormat format)
            throws Exception {
        Topics topics = topics(delivery + "-" + format);
        publish(topics.segments());

        run(topics, delivery, format, new FailOnce());

        List<String> offsets = new ArrayList<>();
        for (WireRecord result : readAll(topics)) {
            DeadLetterRecord letter = (DeadLetterRecord) result;
            offsets.add(letter.partition() + "@" + letter.offset());
            assertThat(letter.value()).asString(UTF_8).isEqualTo(letter.stream() + " says hello");
        }
        assertThat(FailOnce.failed).contains(topics.segments());
        assertThat(offsets.stream().distinct()).hasSize(RECORDS);
        if (delivery == DeliveryMode.EXACTLY_ONCE) {
            assertThat(offsets).doesNotHaveDuplicates();
        }
    }

    @Test
    void deadLetter_ofTheLargestSegment_keepsItsValue() throws Exception {
        Topics topics = topics("large");
        byte[] value = new byte[Topics.MAX_SEGMENT_BYTES - 1000];
        new Random(5).nextBytes(value);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(topics.segments(), value)).get();
        }

        run(topics, DeliveryMode.EXACTLY_ONCE, RecordFormat.JSON, KafkaDeliveryIT::refuse);

        assertThat(readAll(topics))
                .singleElement(InstanceOfAssertFactories.type(DeadLetterRecord.class))
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(value));
    }

    @Test
    void ensure_calledTwice_createsWhatIsMissingOnce() {
        Topics topics = Topics.withPrefix("twice");
        TopicAdmin admin = new TopicAdmin(kafka.bootstrapServers());

        assertThat(admin.ensure(topics, 2, 1))
                .containsExactly(
                        "twice.segments", "twice.observations", "twice.tracks", "twice.stats", "twice.dead-letters");
        assertThat(admin.ensure(topics, 2, 1)).isEmpty();
    }

    @Test
    void ensure_moreReplicasThanBrokers_saysSo() {
        TopicAdmin admin = new TopicAdmin(kafka.bootstrapServers());

        assertThatThrownBy(() -> admin.ensure(Topics.withPrefix("replicated"), 1, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot create topics at " + kafka.bootstrapServers())
                .hasMessageContaining("replication");
    }

    @Test
    void open_topicThatDoesNotExist_namesIt() {
        assertThatThrownBy(() -> ResultReader.open(kafka.bootstrapServers(), List.of("missing"), Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected topic missing at " + kafka.bootstrapServers());
    }

    private static Topics topics(String prefix) {
        Topics topics = Topics.withPrefix(prefix);
        new TopicAdmin(kafka.bootstrapServers()).ensure(topics, PARTITIONS, 1);
        return topics;
    }

    private static void publish(String topic) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            IntStream.range(0, RECORDS).forEach(i -> {
                String stream = "camera-" + i % 7;
                producer.send(
                        new ProducerRecord<>(topic, stream.getBytes(UTF_8), (stream + " says hello").getBytes(UTF_8)));
            });
            producer.flush();
        }
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "max.request.size", Topics.MAX_SEGMENT_BYTES);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static DeadLetter refuse(SourceRecord record) {
        return new DeadLetter(record, "test", Refusal.NO_FRAMES, "expected nothing");
    }

    private static void run(
            Topics topics, DeliveryMode delivery, RecordFormat format, MapFunction<SourceRecord, DeadLetter> refuse)
            throws Exception {
        StreamExecutionEnvironment env = environment();
        env.fromSource(
                        SegmentSource.builder(SegmentTypes.SOURCE_RECORD)
                                .bootstrapServers(kafka.bootstrapServers())
                                .topic(topics.segments())
                                .group("delivery-it")
                                .startAt(StartOffsets.EARLIEST)
                                .stopAtEnd()
                                .build(),
                        WatermarkStrategy.noWatermarks(),
                        "segments")
                .map(refuse)
                .returns(SegmentTypes.DEAD_LETTER)
                .sinkTo(ResultSinks.builder()
                        .bootstrapServers(kafka.bootstrapServers())
                        .topics(topics)
                        .job("delivery-it")
                        .delivery(delivery)
                        .format(format)
                        .build()
                        .deadLetters());
        env.execute();
    }

    private static StreamExecutionEnvironment environment() {
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(100));
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
        configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(configuration);
        env.setParallelism(2);
        return env;
    }

    private static List<WireRecord> readAll(Topics topics) {
        List<WireRecord> results = new ArrayList<>();
        try (ResultReader reader = ResultReader.open(kafka.bootstrapServers(), topics.results(), Map.of())) {
            while (!reader.atEnd()) {
                results.addAll(reader.poll(Duration.ofMillis(200)));
            }
        }
        return results;
    }

    /** Refuses every record, slowly enough for checkpoints, and throws once after the first of them. */
    private static final class FailOnce implements MapFunction<SourceRecord, DeadLetter>, CheckpointListener {
        private static final long serialVersionUID = 1L;
        /** Segment topics whose job has failed; static because the restarted job has new instances. */
        static final Set<String> failed = ConcurrentHashMap.newKeySet();

        private boolean checkpointed;

        @Override
        public DeadLetter map(SourceRecord record) {
            if (checkpointed && failed.add(record.topic())) {
                throw new IllegalStateException("thrown once, on purpose");
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
            return refuse(record);
        }

        @Override
        public void notifyCheckpointComplete(long checkpointId) {
            checkpointed = true;
        }
    }
}
