package io.facet.connectors.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecordCodecTest {

    static Stream<WireRecord> samples() {
        byte[] value = new byte[300];
        new Random(1).nextBytes(value);
        DeadLetterRecord letter = DeadLetterRecord.from(SampleResults.deadLetter(value));
        return Stream.of(
                ObservationRecord.from(SampleResults.observation()),
                ObservationRecord.from(SampleResults.bareObservation()),
                TrackRecord.from(SampleResults.track()),
                TrackRecord.from(SampleResults.neverAnalysedTrack()),
                StreamSummaryRecord.from(SampleResults.summary()),
                letter,
                letter.shortened());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void encode_everyKindAndFormat_decodesToTheSame(WireRecord sample) {
        for (RecordFormat format : RecordFormat.values()) {
            WireRecord back = roundTrip(sample, format);

            assertThat(back).usingRecursiveComparison().isEqualTo(sample);
        }
    }

    @ParameterizedTest
    @EnumSource
    void encode_mapOfRunHeads_keepsTheBundlesOrder(RecordFormat format) {
        ObservationRecord back =
                (ObservationRecord) roundTrip(ObservationRecord.from(SampleResults.observation()), format);

        assertThat(back.attributes().keySet()).containsExactly("smiling", "hat");
        assertThat(back.parsing().shares().keySet()).containsExactly("background", "skin", "hair", "eyes");
    }

    @Test
    void encode_jsonWithAllHeads_readsAsDocumented() {
        String json = json(ObservationRecord.from(SampleResults.observation()));

        assertThat(json)
                .startsWith(
                        "{\"schemaVersion\":1,\"id\":\"0123456789abcdef0123456789abcdef\",\"stream\":\"door\","
                                + "\"segment\":7,\"frame\":3,\"ptsUs\":1234567,\"captureTimeUs\":1700000001234567,"
                                + "\"bundle\":\"sample@1.0.0\",\"track\":12,\"faceIndex\":1,"
                                + "\"box\":{\"x\":100.123,\"y\":50.679,\"width\":80.0,\"height\":96.0},"
                                + "\"points\":[[120.1,80.2],[160.3,80.4],[140.5,100.667],[125.0,120.0],[155.0,120.123]],"
                                + "\"score\":0.998878,\"quality\":0.5,"
                                + "\"landmarks\":{\"scheme\":\"corners-2\",\"points\":[[101.235,50.0],[0.0,7.1]]},"
                                + "\"parsing\":{\"labels\":[\"background\",\"skin\",\"hair\",\"eyes\"],\"size\":4,\"mask\":\"iVBORw0KGgo")
                .contains(
                        "\"transform\":{\"a\":0.123456789,\"b\":-1.23E-7,\"tx\":10.0,\"ty\":-20.5}",
                        "\"shares\":{\"background\":0.5,\"skin\":0.25,\"hair\":0.25,\"eyes\":0.0}")
                .endsWith("\"attributes\":{\"smiling\":0.987654,\"hat\":0.0},\"age\":{\"years\":31.416},"
                        + "\"gender\":{\"label\":\"woman\",\"probabilities\":{\"woman\":0.666667,\"man\":0.333333}},"
                        + "\"expression\":{\"label\":\"calm\",\"probabilities\":{\"calm\":1.0,\"angry\":0.0}},"
                        + "\"identity\":{\"embedding\":[0.123457,-0.6,0.0]},"
                        + "\"group\":{\"label\":\"other\",\"probabilities\":{\"Asian\":0.25,\"other\":0.75}},"
                        + "\"imageQuality\":{\"value\":0.876543}}")
                .doesNotContain("\n");
    }

    @Test
    void encode_jsonWithoutHeads_leavesTheirColumnsOut() {
        String json = json(ObservationRecord.from(SampleResults.bareObservation()));

        assertThat(json).endsWith("\"quality\":0.5}").doesNotContain("null");
    }

    @ParameterizedTest
    @EnumSource
    void encode_equalInput_givesEqualBytes(RecordFormat format) {
        RecordCodec<ObservationRecord> codec = RecordCodec.of(ObservationRecord.class, format);
        RecordCodec<ObservationRecord> other = RecordCodec.of(ObservationRecord.class, format);

        byte[] bytes = codec.encode(ObservationRecord.from(SampleResults.observation()));

        assertThat(other.encode(ObservationRecord.from(SampleResults.observation())))
                .isEqualTo(bytes);
        assertThat(codec.encode(ObservationRecord.from(codec.decode(bytes).toDomain())))
                .as("rounding is idempotent")
                .isEqualTo(bytes);
    }

    @Test
    void decode_jsonOfALaterWriter_ignoresFieldsItAdded() {
        RecordCodec<StreamSummaryRecord> codec = RecordCodec.of(StreamSummaryRecord.class, RecordFormat.JSON);
        String json = json(StreamSummaryRecord.from(SampleResults.summary()));
        String later = json.substring(0, json.length() - 1) + ",\"blinks\":{\"left\":3}}";

        assertThat(codec.decode(later.getBytes(UTF_8)).tracks()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_avroOfAnEarlierForm_hasNothingInTheFieldsThatCameLater(WireRecord sample) throws IOException {
        JsonMapper mapper = JsonMapper.builder().build();
        RecordCodec<?> codec = RecordCodec.of(sample.getClass(), RecordFormat.AVRO);
        for (Schema older : RecordKind.of(sample.getClass()).earlierSchemas()) {
            JsonNode tree = mapper.readTree(json(sample));

            JsonNode back = mapper.readTree(json(codec.decode(avroOf(older, tree))));

            List<String> known =
                    older.getFields().stream().map(Schema.Field::name).toList();
            assertThat(back).isEqualTo(((ObjectNode) tree).retain(known));
        }
    }

    @Test
    void decode_unknownSchemaVersion_saysExpectedAndFound() {
        RecordCodec<StreamSummaryRecord> codec = RecordCodec.of(StreamSummaryRecord.class, RecordFormat.JSON);
        String json = json(StreamSummaryRecord.from(SampleResults.summary()))
                .replace("\"schemaVersion\":1", "\"schemaVersion\":2");

        assertThatThrownBy(() -> codec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessage("expected stream-summary of schema version 1, found 2");
    }

    @Test
    void decode_missingNumber_isRefusedAndNotZero() {
        RecordCodec<StreamSummaryRecord> codec = RecordCodec.of(StreamSummaryRecord.class, RecordFormat.JSON);
        String json = json(StreamSummaryRecord.from(SampleResults.summary())).replace("\"faces\":130,", "");

        assertThatThrownBy(() -> codec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("faces");
    }

    @Test
    void decode_missingText_isRefused() {
        RecordCodec<StreamSummaryRecord> codec = RecordCodec.of(StreamSummaryRecord.class, RecordFormat.JSON);
        String json = json(StreamSummaryRecord.from(SampleResults.summary())).replace("\"stream\":\"door\",", "");

        assertThatThrownBy(() -> codec.decode(json.getBytes(UTF_8)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("stream is missing");
    }

    @Test
    void decode_avroOfAnotherKind_saysFingerprintExpectedAndFound() {
        byte[] track =
                RecordCodec.of(TrackRecord.class, RecordFormat.AVRO).encode(TrackRecord.from(SampleResults.track()));
        RecordCodec<ObservationRecord> codec = RecordCodec.of(ObservationRecord.class, RecordFormat.AVRO);

        assertThatThrownBy(() -> codec.decode(track))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageMatching("expected observation in Avro single-object encoding starting c301[0-9a-f]{16},"
                        + " found c301[0-9a-f]{16}");
    }

    @ParameterizedTest
    @EnumSource
    void decode_truncatedAnywhere_isRefused(RecordFormat format) {
        RecordCodec<ObservationRecord> codec = RecordCodec.of(ObservationRecord.class, format);
        byte[] bytes = codec.encode(ObservationRecord.from(SampleResults.observation()));

        for (int length = 0; length < bytes.length; length += 5) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> codec.decode(cut))
                    .as("first %d of %d bytes", length, bytes.length)
                    .isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void of_notOneOfTheKinds_isRefused() {
        assertThatThrownBy(() -> RecordCodec.of(WireRecord.class, RecordFormat.JSON))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no kind of record");
        assertThatThrownBy(() -> RecordKind.ofKey("face"))
                .hasMessageContaining("[observation, track, stream-summary, dead-letter]");
        assertThatThrownBy(() -> RecordFormat.ofKey("xml")).hasMessageContaining("[json, avro]");
        assertThat(List.of(RecordKind.ofKey("track"), RecordFormat.ofKey("avro")))
                .isEqualTo(List.of(RecordKind.TRACK, RecordFormat.AVRO));
    }

    /** The datum behind the marker and fingerprint of single-object encoding. */
    private static byte[] avroOf(Schema schema, JsonNode tree) throws IOException {
        byte[] prefix = ByteBuffer.allocate(2 + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0xC3, 0x01})
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
        return AvroDatum.write(prefix, schema, tree);
    }

    private static String json(WireRecord value) {
        return new String(encode(value, RecordFormat.JSON), UTF_8);
    }

    private static WireRecord roundTrip(WireRecord value, RecordFormat format) {
        return RecordCodec.of(value.getClass(), format).decode(encode(value, format));
    }

    private static byte[] encode(WireRecord value, RecordFormat format) {
        return encodeAs(value.getClass(), value, format);
    }

    private static <T extends WireRecord> byte[] encodeAs(Class<T> type, WireRecord value, RecordFormat format) {
        return RecordCodec.of(type, format).encode(type.cast(value));
    }
}
