package io.facet.connectors.kafka;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.facet.connectors.record.DeadLetterRecord;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.RecordCodec;
import io.facet.connectors.record.RecordFormat;
import io.facet.connectors.record.SampleResults;
import io.facet.connectors.record.WireRecord;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.SourceRecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What goes into Kafka and what comes out of it, record by record. */
class KafkaRecordsTest {
    private static final TypeInformation<SourceRecord> TYPE = TypeInformation.of(SourceRecord.class);

    @Test
    void deserialize_completeRecord_isTakenAsItIs() {
        ConsumerRecord<byte[], byte[]> record =
                new ConsumerRecord<>("facet.segments", 3, 42, "door-ä".getBytes(UTF_8), new byte[] {1, 2, 3});
        record.headers().add("facet-codec", "h264".getBytes(UTF_8));
        record.headers().add("trace", new byte[] {-1});
        record.headers().add("trace", new byte[] {-2});

        SourceRecord source = deserialize(record);

        assertThat(source)
                .usingRecursiveComparison()
                .isEqualTo(new SourceRecord(
                        "door-ä",
                        "facet.segments",
                        3,
                        42,
                        Map.of("facet-codec", "h264".getBytes(UTF_8), "trace", new byte[] {-2}),
                        new byte[] {1, 2, 3}));
        assertThat(source.headers().keySet()).containsExactly("facet-codec", "trace");
    }

    @Test
    void deserialize_recordWithoutAnything_isEmptyAndNotLost() {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("facet.segments", 0, 0, null, null);
        record.headers().add("trace", null);

        SourceRecord source = deserialize(record);

        assertThat(source.stream()).isEmpty();
        assertThat(source.value()).isEmpty();
        assertThat(source.headers().get("trace")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void serialize_observation_hasStreamAsKeyAndSaysWhatItIs(RecordFormat format) throws Exception {
        ResultSerializer<FaceObservation, ObservationRecord> serializer = shipped(new ResultSerializer<>(
                "facet.observations",
                ObservationRecord.class,
                ObservationRecord::from,
                wire -> wire,
                format,
                Integer.MAX_VALUE));
        FaceObservation observation = SampleResults.observation();

        ProducerRecord<byte[], byte[]> record = serializer.serialize(observation, null, 123L);

        assertThat(record.topic()).isEqualTo("facet.observations");
        assertThat(record.key()).asString(UTF_8).isEqualTo("door");
        assertThat(record.timestamp()).as("left to the producer").isNull();
        assertThat(record.partition()).as("left to the key").isNull();
        assertThat(SchemaHeader.find(record.headers()).format()).isEqualTo(format);
        assertThat(RecordCodec.of(ObservationRecord.class, format).decode(record.value()))
                .usingRecursiveComparison()
                .isEqualTo(ObservationRecord.from(observation));
    }

    @Test
    void serialize_deadLetterOverTheLimit_keepsEverythingButTheValue() throws Exception {
        ResultSerializer<DeadLetter, DeadLetterRecord> serializer = shipped(new ResultSerializer<>(
                "facet.dead-letters",
                DeadLetterRecord.class,
                DeadLetterRecord::from,
                DeadLetterRecord::shortened,
                RecordFormat.JSON,
                2000));
        RecordCodec<DeadLetterRecord> codec = RecordCodec.of(DeadLetterRecord.class, RecordFormat.JSON);

        DeadLetterRecord small = codec.decode(serializer
                .serialize(SampleResults.deadLetter(new byte[1000]), null, null)
                .value());
        DeadLetterRecord large = codec.decode(serializer
                .serialize(SampleResults.deadLetter(new byte[2000]), null, null)
                .value());

        assertThat(small.value()).hasSize(1000);
        assertThat(large.value()).isNull();
        assertThat(large.valueBytes()).isEqualTo(2000);
        assertThat(large.offset()).isEqualTo(42);
    }

    @ParameterizedTest
    @EnumSource
    void serialize_deadLetterOfHostileRecord_alwaysFitsItsTopic(RecordFormat format) throws Exception {
        ResultSerializer<DeadLetter, DeadLetterRecord> serializer = shipped(new ResultSerializer<>(
                "facet.dead-letters",
                DeadLetterRecord.class,
                DeadLetterRecord::from,
                DeadLetterRecord::shortened,
                format,
                Topics.MAX_DEAD_LETTER_BYTES));
        String controls = "\u0001".repeat(3 << 20);
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("facet-codec", controls.getBytes(UTF_8));
        headers.put(controls, "short".getBytes(UTF_8));
        for (int i = 0; i < 10_000; i++) {
            headers.put("header-" + i, new byte[200]);
        }
        SourceRecord hostile = new SourceRecord(controls, "facet.segments", 3, 42, headers, new byte[1_000]);

        ProducerRecord<byte[], byte[]> record =
                serializer.serialize(new DeadLetter(hostile, "decode", Refusal.MALFORMED_HEADER, controls), null, null);

        assertThat(record.key().length + record.value().length).isLessThan(Topics.MAX_DEAD_LETTER_BYTES / 10);
        DeadLetterRecord letter = RecordCodec.of(DeadLetterRecord.class, format).decode(record.value());
        assertThat(letter.valueBytes()).isEqualTo(1_000);
        assertThat(letter.toDomain().input().headers()).hasSize(64).containsKey("header-0");
        assertThat(letter.toDomain().input().headers().get("facet-codec")).hasSize(750);
    }

    @Test
    void build_settingMissing_namesIt() {
        assertThatThrownBy(() ->
                        ResultSinks.builder().bootstrapServers("a:1").job("j").build())
                .hasMessage("topics is not set");
        assertThatThrownBy(() -> SegmentSource.builder(TYPE)
                        .bootstrapServers("a:1")
                        .topic("t")
                        .build())
                .hasMessage("group is not set");
        assertThatThrownBy(() -> DeliveryMode.ofKey("sometimes"))
                .hasMessage("unknown delivery mode 'sometimes', expected one of [exactly-once, low-latency]");
    }

    private static SourceRecord deserialize(ConsumerRecord<byte[], byte[]> record) {
        List<SourceRecord> out = new ArrayList<>();
        new SourceRecordDeserializer(TYPE).deserialize(record, new ListCollector<>(out));
        return out.get(0);
    }

    /** As it arrives on a worker: serialized, then opened there. */
    private static <D, W extends WireRecord> ResultSerializer<D, W> shipped(ResultSerializer<D, W> serializer)
            throws Exception {
        ResultSerializer<D, W> copy = InstantiationUtil.clone(serializer);
        copy.open(null, null);
        return copy;
    }
}
