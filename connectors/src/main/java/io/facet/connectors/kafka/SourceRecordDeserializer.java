package io.facet.connectors.kafka;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import io.facet.domain.video.SourceRecord;

/** Takes a record as it is: what is wrong with it is found later, where it can be refused with a reason. */
final class SourceRecordDeserializer implements KafkaRecordDeserializationSchema<SourceRecord> {
    private static final long serialVersionUID = 1L;
    private static final byte[] NOTHING = {};

    private final TypeInformation<SourceRecord> type;

    SourceRecordDeserializer(TypeInformation<SourceRecord> type) {
        this.type = type;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<SourceRecord> out) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), orNothing(header.value()));
        }
        out.collect(new SourceRecord(
                new String(orNothing(record.key()), StandardCharsets.UTF_8),
                record.topic(),
                record.partition(),
                record.offset(),
                headers,
                orNothing(record.value())));
    }

    @Override
    public TypeInformation<SourceRecord> getProducedType() {
        return type;
    }

    private static byte[] orNothing(byte[] bytes) {
        return bytes == null ? NOTHING : bytes;
    }
}
