package io.facet.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import io.facet.connectors.record.MalformedRecordException;
import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.RecordKind;
import io.facet.connectors.record.WireRecord;

/**
 * Reads result topics from their beginning and decodes what was committed. Each record says by its header what it is, so
 * formats may mix. Records of one stream come in their order; those of several streams in any.
 *
 * <p>To be used by one thread.
 */
public final class ResultReader implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<TopicPartition> partitions;
    private final Map<RecordFormat, Map<RecordKind, RecordCodec<?>>> codecs = new EnumMap<>(RecordFormat.class);

    private ResultReader(KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> partitions) {
        this.consumer = consumer;
        this.partitions = partitions;
        for (RecordFormat format : RecordFormat.values()) {
            Map<RecordKind, RecordCodec<?>> ofFormat = new EnumMap<>(RecordKind.class);
            for (RecordKind kind : RecordKind.values()) {
                ofFormat.put(kind, RecordCodec.of(kind.recordClass(), format));
            }
            codecs.put(format, ofFormat);
        }
    }

    /**
     * Opens all partitions that the topics have now.
     *
     * @param bootstrapServers address of the brokers
     * @param topics for example {@link Topics#results()}
     * @param properties further settings of the Kafka consumer, for example its security
     * @throws KafkaUnreachableException if no broker answers in ten seconds
     * @throws IllegalStateException if a topic does not exist
     */
    public static ResultReader open(
            String bootstrapServers, Collection<String> topics, Map<String, String> properties) {
        KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrapServers, properties);
        try {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) {
                partitions.addAll(partitions(consumer, bootstrapServers, topic));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new ResultReader(consumer, Set.copyOf(partitions));
        } catch (TimeoutException e) {
            consumer.close();
            throw new KafkaUnreachableException(bootstrapServers, e);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /**
     * What came next, waiting for something to come.
     *
     * @param timeout how long to wait at most
     * @return empty if nothing was committed in time
     * @throws MalformedRecordException naming topic, partition and offset of a record that is none
     */
    public List<WireRecord> poll(Duration timeout) {
        List<WireRecord> records = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            records.add(decode(record));
        }
        return records;
    }

    /** Whether everything that is committed at this moment was read. */
    public boolean atEnd() {
        return consumer.endOffsets(partitions).entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    @Override
    public void close() {
        consumer.close();
    }

    private WireRecord decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            SchemaHeader header = SchemaHeader.find(record.headers());
            if (record.value() == null) {
                throw new MalformedRecordException("expected %s, found no value".formatted(header.text()));
            }
            return codecs.get(header.format()).get(header.kind()).decode(record.value());
        } catch (MalformedRecordException e) {
            throw new MalformedRecordException(
                    "%s-%d at %d: %s".formatted(record.topic(), record.partition(), record.offset(), e.getMessage()),
                    e);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers, Map<String, String> properties) {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        try {
            return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        } catch (KafkaException e) {
            throw new KafkaUnreachableException(bootstrapServers, e);
        }
    }

    private static List<TopicPartition> partitions(
            KafkaConsumer<byte[], byte[]> consumer, String bootstrapServers, String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, TIMEOUT);
        if (found == null || found.isEmpty()) {
            throw new IllegalStateException(
                    "expected topic %s at %s, found no such topic".formatted(topic, bootstrapServers));
        }
        return found.stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }
}
