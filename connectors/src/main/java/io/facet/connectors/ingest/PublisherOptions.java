package io.facet.connectors.ingest;

import java.time.Duration;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Where and how segments are published.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port[,host:port…]}
 * @param topic the segment topic
 * @param maxRecordBytes largest payload of a record; a larger segment is split. Leave room below the broker's
 *     {@code message.max.bytes} for headers
 * @param bufferBytes payload bytes that may wait to be sent before {@link SegmentPublisher#publish} blocks
 * @param timeout how long Kafka may not be reachable
 * @param clientProperties further properties of the Kafka client, such as security settings
 */
public record PublisherOptions(
        String bootstrapServers,
        String topic,
        int maxRecordBytes,
        long bufferBytes,
        Duration timeout,
        Map<String, String> clientProperties) {

    /** 900 kB: below the 1 MiB brokers accept by default. */
    public static final int DEFAULT_MAX_RECORD_BYTES = 900_000;

    private static final long DEFAULT_BUFFER_BYTES = 32L << 20;
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(15);

    public PublisherOptions {
        requireNonNull(bootstrapServers, "bootstrapServers is null");
        requireNonNull(topic, "topic is null");
        requireNonNull(timeout, "timeout is null");
        clientProperties = Map.copyOf(clientProperties);
        if (maxRecordBytes < 1 || bufferBytes < maxRecordBytes) {
            throw new IllegalArgumentException("a record must have at least 1 byte and fit the buffer, got %d of %d"
                    .formatted(maxRecordBytes, bufferBytes));
        }
        if (timeout.toMillis() < 1 || timeout.toMillis() > Integer.MAX_VALUE / 4) {
            throw new IllegalArgumentException("timeout must be between 1 ms and 6 days, got " + timeout);
        }
    }

    /** 900 kB a record, 32 MiB waiting, 15 s. */
    public static PublisherOptions of(String bootstrapServers, String topic) {
        return new PublisherOptions(
                bootstrapServers, topic, DEFAULT_MAX_RECORD_BYTES, DEFAULT_BUFFER_BYTES, DEFAULT_TIMEOUT, Map.of());
    }

    /** The same with another timeout. */
    public PublisherOptions withTimeout(Duration other) {
        return new PublisherOptions(bootstrapServers, topic, maxRecordBytes, bufferBytes, other, clientProperties);
    }

    /** The same with another largest record. */
    public PublisherOptions withMaxRecordBytes(int other) {
        return new PublisherOptions(
                bootstrapServers, topic, other, Math.max(bufferBytes, other), timeout, clientProperties);
    }

    /** The same with further settings of the Kafka producer and admin client. */
    public PublisherOptions withClientProperties(Map<String, String> other) {
        return new PublisherOptions(bootstrapServers, topic, maxRecordBytes, bufferBytes, timeout, other);
    }
}
