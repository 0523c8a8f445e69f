package io.facet.jobs.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class EmbeddedKafkaIT {
    private static final String TOPIC = "numbers";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    @TempDir
    Path directory;

    @Test
    void start_transactions_onlyCommittedRecordsAreReadAndSurviveRestart() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)))
                        .all()
                        .get();
            }
            produce(kafka.bootstrapServers());

            assertThat(readCommitted(kafka.bootstrapServers())).containsExactly("committed-1", "committed-2");
        }
        try (EmbeddedKafka again = EmbeddedKafka.start(directory)) {
            assertThat(readCommitted(again.bootstrapServers())).containsExactly("committed-1", "committed-2");
        }
    }

    @Test
    void close_twice_freesThePort() throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(directory);
        int port = Integer.parseInt(kafka.bootstrapServers().split(":")[1]);

        kafka.close();
        kafka.close();

        assertThat(canListen(port)).as("port %d is free again", port).isTrue();
    }

    private static void produce(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "transactional.id", "embedded-kafka-it");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "committed-1".getBytes(UTF_8)));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "aborted".getBytes(UTF_8)));
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "committed-2".getBytes(UTF_8)));
            producer.commitTransaction();
        }
    }

    private static List<String> readCommitted(String bootstrapServers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers,
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION);
            while (consumer.position(PARTITION) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    values.add(new String(record.value(), UTF_8));
                }
            }
        }
        return values;
    }

    private static boolean canListen(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
