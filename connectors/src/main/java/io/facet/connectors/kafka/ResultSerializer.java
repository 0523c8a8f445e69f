package io.facet.connectors.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.RecordKind;
import io.facet.connectors.record.WireRecord;

/**
 * Makes Kafka records of one kind of result.
 *
 * @param <D> the domain's form
 * @param <W> the wire's form
 */
final class ResultSerializer<D, W extends WireRecord> implements KafkaRecordSerializationSchema<D> {
    private static final long serialVersionUID = 1L;

    private final String topic;
    private final Class<W> wireClass;
    private final SerializableFunction<D, W> toWire;
    private final SerializableFunction<W, W> shorten;
    private final RecordFormat format;
    private final int maxBytes;
    private transient RecordCodec<W> codec;
    private transient byte[] header;

    /**
     * @param shorten makes a record that is over {@code maxBytes} smaller
     * @param maxBytes largest key and value together in bytes
     */
    ResultSerializer(
            String topic,
            Class<W> wireClass,
            SerializableFunction<D, W> toWire,
            SerializableFunction<W, W> shorten,
            RecordFormat format,
            int maxBytes) {
        this.topic = topic;
        this.wireClass = wireClass;
        this.toWire = toWire;
        this.shorten = shorten;
        this.format = format;
        this.maxBytes = maxBytes;
    }

    @Override
    public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sinkContext) {
        codec = RecordCodec.of(wireClass, format);
        header = SchemaHeader.of(RecordKind.of(wireClass), format).bytes();
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(D value, KafkaSinkContext context, Long timestamp) {
        W wire = toWire.apply(value);
        byte[] bytes = codec.encode(wire);
        byte[] key = key(wire);
        if ((long) key.length + bytes.length > maxBytes) {
            W shorter = shorten.apply(wire);
            bytes = codec.encode(shorter);
            key = key(shorter);
        }
        // No timestamp: see the package's description.
        ProducerRecord<byte[], byte[]> produced = new ProducerRecord<>(topic, key, bytes);
        produced.headers().add(SchemaHeader.NAME, header);
        return produced;
    }

    private static byte[] key(WireRecord wire) {
        return wire.stream().getBytes(StandardCharsets.UTF_8);
    }
}
