package io.facet.connectors.segment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.SegmentHeader.Container;
import io.facet.domain.video.SourceRecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class SegmentHeadersTest {
    private static final byte[] PAYLOAD = "payload, seven parts of it".getBytes(UTF_8);

    @Test
    void parse_ofWhatToRecordWrote_givesTheSegment() throws Exception {
        Segment segment = segment();
        SegmentRecord parsed = SegmentHeaders.parse(arrived(SegmentHeaders.toRecord("t", segment)));
        assertThat(parsed).isEqualTo(new SegmentRecord.Part(segment));
    }

    @Test
    void parse_ofEnd_givesTheNumberOfSegments() throws Exception {
        ProducerRecord<byte[], byte[]> end = SegmentHeaders.toEndRecord("t", "cam-1", 17);
        assertThat(end.value()).isEmpty();
        assertThat(SegmentHeaders.parse(arrived(end))).isEqualTo(new SegmentRecord.End("cam-1", 17));
    }

    @Test
    void toRecord_writesTextAnyToolShows() {
        ProducerRecord<byte[], byte[]> record = SegmentHeaders.toRecord("t", segment());
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), new String(header.value(), UTF_8));
        }
        assertThat(headers)
                .containsEntry("facet-schema-version", "1")
                .containsEntry("facet-kind", "segment")
                .containsEntry("facet-stream", "cam-1")
                .containsEntry("facet-sequence", "3")
                .containsEntry("facet-container", "mpegts")
                .containsEntry("facet-codec", "h264")
                .containsEntry("facet-first-pts-us", "-40000")
                .containsEntry("facet-crc32c", "%08x".formatted(SegmentHeaders.crc32c(PAYLOAD)))
                .hasSize(14);
        assertThat(new String(record.key(), UTF_8)).isEqualTo("cam-1");
        assertThat(record.value()).isSameAs(PAYLOAD);
    }

    @Test
    void parse_ofHostileHeaders_refusesThem() {
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("facet-duration-us", "0");
        bad.put("facet-first-pts-us", "9223372036854775807");
        bad.put("facet-part", "1");
        bad.put("facet-parts", "4097");
        bad.put("facet-crc32c", "nothex");
        bad.put("facet-kind", "x".repeat(500));
        bad.put("facet-codec", "");
        bad.put("facet-sequence", "\n".repeat(500));
        bad.forEach((name, value) -> {
            SourceRecord record = arrived(SegmentHeaders.toRecord("t", segment()));
            record.headers().put(name, value.getBytes(UTF_8));
            SegmentRefusedException refused =
                    catchThrowableOfType(SegmentRefusedException.class, () -> SegmentHeaders.parse(record));
            assertThat(refused).as(name).isNotNull();
            assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED_HEADER);
            assertThat(refused.getMessage()).contains(name).hasSizeLessThan(250).doesNotContain("\n");
        });
    }

    @Test
    void parse_ofNamesNobodyCanWriteDown_refusesThemWithAnExcerpt() {
        for (String name :
                List.of("", "x".repeat(256), "cam\n1", "\u0001".repeat(3 << 20), "\uD83D\uDE00".repeat(200))) {
            SourceRecord keyed = arrived(SegmentHeaders.toRecord("t", segment()));
            keyed.headers().put("facet-stream", name.getBytes(UTF_8));
            SourceRecord badKey = new SourceRecord(name, "t", 0, 5, keyed.headers(), keyed.value());
            SourceRecord badCodec = arrived(SegmentHeaders.toRecord("t", segment()));
            badCodec.headers().put("facet-codec", name.getBytes(UTF_8));
            for (SourceRecord record : List.of(keyed, badKey, badCodec)) {
                SegmentRefusedException refused =
                        catchThrowableOfType(SegmentRefusedException.class, () -> SegmentHeaders.parse(record));
                assertThat(refused).isNotNull();
                assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED_HEADER);
                assertThat(refused.getMessage())
                        .contains("1 to 255 characters without control characters, found " + name.length())
                        .hasSizeLessThan(200)
                        .doesNotContain("\n");
            }
        }
    }

    @Test
    void parse_ofLongestNames_takesThem() throws Exception {
        String name = "ä".repeat(255);
        SourceRecord record = arrived(SegmentHeaders.toRecord("t", segment()));
        record.headers().put("facet-stream", name.getBytes(UTF_8));
        SegmentRecord parsed =
                SegmentHeaders.parse(new SourceRecord(name, "t", 0, 5, record.headers(), record.value()));
        assertThat(((SegmentRecord.Part) parsed).segment().header().stream()).isEqualTo(name);
    }

    @Test
    void split_andJoin_giveTheSegmentBack() throws Exception {
        SegmentAssembler assembler = new SegmentAssembler(1_000);
        for (int size : new int[] {1, 7, PAYLOAD.length - 1, PAYLOAD.length, 1_000}) {
            List<Segment> parts = SegmentParts.split(segment(), size);
            assertThat(parts).hasSize((PAYLOAD.length + size - 1) / size);
            long bytes = 0;
            for (int i = 0; i < parts.size(); i++) {
                assembler.requireFollows(i == 0 ? null : parts.get(0).header(), i, bytes, parts.get(i));
                bytes += parts.get(i).payload().length;
            }
            Segment joined = assembler.join(parts);
            assertThat(joined.header()).isEqualTo(segment().header());
            assertThat(joined.payload()).isEqualTo(PAYLOAD);
        }
    }

    @Test
    void requireFollows_ofContradictingDamagedOrTooLargeParts_refusesThem() {
        List<Segment> parts = SegmentParts.split(segment(), 10);
        SegmentHeader first = parts.get(0).header();
        SegmentAssembler assembler = new SegmentAssembler(1_000);
        assertThat(refusal(() -> assembler.requireFollows(first, 1, 10, parts.get(2))))
                .isEqualTo(Refusal.INCOMPLETE_PARTS);
        Segment other = SegmentParts.split(segment(), 9).get(1);
        assertThat(refusal(() -> assembler.requireFollows(first, 1, 10, other)))
                .isEqualTo(other.header().parts() == first.parts() ? null : Refusal.INCOMPLETE_PARTS);
        Segment empty = new Segment(parts.get(1).header(), new byte[0]);
        assertThat(refusal(() -> assembler.requireFollows(first, 1, 10, empty))).isEqualTo(Refusal.INCOMPLETE_PARTS);
        Segment damaged = new Segment(parts.get(1).header(), new byte[10]);
        assertThat(refusal(() -> assembler.requireFollows(first, 1, 10, damaged)))
                .isEqualTo(Refusal.CHECKSUM_MISMATCH);
        assertThat(refusal(() -> new SegmentAssembler(15).requireFollows(first, 1, 10, parts.get(1))))
                .isEqualTo(Refusal.LIMIT_EXCEEDED);
    }

    @Test
    void clock_turnsEveryTickIntoMicrosAndBack() {
        for (ContainerClock clock : ContainerClock.values()) {
            for (long tick = -200_000; tick < 200_000; tick += 7) {
                assertThat(clock.toTicks(clock.toMicros(tick))).isEqualTo(tick);
            }
            assertThat(clock.toMicros(clock.ticksPerSecond())).isEqualTo(1_000_000);
        }
    }

    @Test
    void types_serializeWithoutKryoAndWithoutLoss() throws Exception {
        SourceRecord record = arrived(SegmentHeaders.toRecord("t", segment()));
        DeadLetter letter = new DeadLetter(record, "decode", Refusal.NO_FRAMES, "expected, found");
        SerializerConfigImpl noKryo = new SerializerConfigImpl();
        noKryo.setGenericTypes(false);

        DeadLetter back = roundTrip(SegmentTypes.DEAD_LETTER.createSerializer(noKryo), letter);

        assertThat(back).usingRecursiveComparison().isEqualTo(letter);
        assertThat(roundTrip(SegmentTypes.SOURCE_RECORD.createSerializer(noKryo), record))
                .usingRecursiveComparison()
                .isEqualTo(record);
    }

    private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(64);
        serializer.serialize(value, out);
        return serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    }

    private interface Check {
        void run() throws SegmentRefusedException;
    }

    private static Refusal refusal(Check check) {
        SegmentRefusedException refused = catchThrowableOfType(SegmentRefusedException.class, check::run);
        return refused == null ? null : refused.refusal();
    }

    private static Segment segment() {
        return new Segment(
                new SegmentHeader(
                        "cam-1",
                        3,
                        Container.MPEGTS,
                        "h264",
                        320,
                        256,
                        -40_000,
                        1_000_000,
                        1_700_000_000_000_000L,
                        0,
                        1,
                        SegmentHeaders.crc32c(PAYLOAD),
                        1),
                PAYLOAD);
    }

    private static SourceRecord arrived(ProducerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value());
        }
        return new SourceRecord(new String(record.key(), UTF_8), "t", 0, 5, headers, record.value());
    }
}
