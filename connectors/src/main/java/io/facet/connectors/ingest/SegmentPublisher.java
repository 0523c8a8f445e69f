package io.facet.connectors.ingest;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.segment.SegmentParts;
import io.facet.domain.video.Segment;

import static java.util.Objects.requireNonNull;

/**
 * Publishes segments to Kafka, each once and in order within its stream (idempotent producer, {@code acks=all}). A
 * segment that is larger than a record may be is split into parts.
 *
 * <p>{@link #publish} returns when the records wait to be sent, and blocks while the buffer is full. A send that failed
 * for good is thrown by the next call; {@link #flush} throws if any did. Thread-safe.
 */
public final class SegmentPublisher implements AutoCloseable {
    /** Keys and headers of a record, and the producer's own framing, are far below this. */
    private static final int RECORD_OVERHEAD = 64 << 10;

    private final PublisherOptions options;
    private final Producer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    private SegmentPublisher(PublisherOptions options, Producer<byte[], byte[]> producer) {
        this.options = options;
        this.producer = producer;
    }

    /**
     * Connects to Kafka.
     *
     * @throws PublishException if no broker answers for the topic within the timeout
     */
    public static SegmentPublisher open(PublisherOptions options) throws PublishException {
        requireNonNull(options, "options is null");
        Producer<byte[], byte[]> producer = null;
        try {
            producer = new KafkaProducer<>(properties(options), new ByteArraySerializer(), new ByteArraySerializer());
            producer.partitionsFor(options.topic());
            return new SegmentPublisher(options, producer);
        } catch (KafkaException e) {
            if (producer != null) {
                producer.close(Duration.ZERO);
            }
            throw new PublishException(
                    "expected Kafka with topic %s at %s, found none within %.1f s: %s"
                            .formatted(
                                    options.topic(),
                                    options.bootstrapServers(),
                                    options.timeout().toMillis() / 1e3,
                                    rootMessage(e)),
                    e);
        }
    }

    private static Properties properties(PublisherOptions options) {
        int timeoutMs = (int) options.timeout().toMillis();
        Properties properties = new Properties();
        properties.putAll(options.clientProperties());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, String.valueOf(timeoutMs));
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, String.valueOf(timeoutMs));
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, String.valueOf(2 * timeoutMs));
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, String.valueOf(options.bufferBytes() + RECORD_OVERHEAD));
        properties.put(
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG, String.valueOf(options.maxRecordBytes() + RECORD_OVERHEAD));
        // Video does not compress any further.
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
        return properties;
    }

    /**
     * Hands a segment to the producer. Its payload must not be changed afterwards.
     *
     * @throws PublishException if this or an earlier record could not be sent
     */
    public void publish(Segment segment) throws PublishException {
        for (Segment part : SegmentParts.split(segment, options.maxRecordBytes())) {
            send(SegmentHeaders.toRecord(options.topic(), part));
        }
    }

    /**
     * Ends a stream.
     *
     * @param segments how many segments of it were published
     * @throws PublishException if this or an earlier record could not be sent
     */
    public void endStream(String stream, long segments) throws PublishException {
        send(SegmentHeaders.toEndRecord(options.topic(), stream, segments));
    }

    /**
     * Waits until everything handed over has been stored by Kafka.
     *
     * @throws PublishException if a record could not be sent
     */
    public void flush() throws PublishException {
        try {
            producer.flush();
        } catch (InterruptException e) {
            failure.compareAndSet(null, e);
        }
        throwFailure();
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws PublishException {
        throwFailure();
        try {
            producer.send(record, (metadata, error) -> {
                if (error != null) {
                    failure.compareAndSet(null, error);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            failure.compareAndSet(null, e);
            throwFailure();
        }
    }

    private void throwFailure() throws PublishException {
        Exception error = failure.get();
        if (error != null) {
            throw new PublishException(
                    "could not publish to topic %s at %s: %s"
                            .formatted(options.topic(), options.bootstrapServers(), rootMessage(error)),
                    error);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }

    /** Sends what is waiting, for at most the timeout. Idempotent. */
    @Override
    public void close() {
        producer.close(options.timeout());
    }
}
