package io.facet.connectors.decode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.ingest.MediaFile;
import io.facet.connectors.ingest.VideoSegmenter;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.segment.SegmentParts;
import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.domain.event.StreamEvent;
import io.facet.domain.event.StreamEvent.FrameDecoded;
import io.facet.domain.event.StreamEvent.SegmentEnded;
import io.facet.domain.event.StreamEvent.StreamEnded;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.FrameSampling;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SourceRecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class DecodeFunctionTest {
    private static final String TOPIC = "facet.segments";

    @TempDir
    Path folder;

    private KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, StreamEvent> harness;
    private long offset;

    @BeforeEach
    void open() throws Exception {
        harness = harness();
        harness.open();
    }

    @AfterEach
    void close() throws Exception {
        harness.close();
    }

    @Test
    void processElement_ofWholeStream_emitsFramesInOrderThenEnds() throws Exception {
        for (Segment segment : segments("cam-1", 60)) {
            send(segment);
        }
        sendEnd("cam-1", 2);

        List<StreamEvent> events = events();
        assertThat(events).hasSize(60 + 3);
        assertThat(events.get(36)).isEqualTo(new SegmentEnded("cam-1", 0, 36, 36, false));
        assertThat(events.get(61)).isEqualTo(new SegmentEnded("cam-1", 1, 24, 24, false));
        assertThat(events.get(62)).isEqualTo(new StreamEnded("cam-1", 2));
        assertThat(events.stream().filter(FrameDecoded.class::isInstance).map(FrameDecoded.class::cast))
                .extracting(e -> e.frame().ptsUs())
                .isSorted();
        assertThat(deadLetters()).isEmpty();
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void processElement_ofDamagedSegment_goesOnWithTheNext() throws Exception {
        List<Segment> segments = segments("cam-1", 60);
        SourceRecord good = record(SegmentHeaders.toRecord(TOPIC, segments.get(0)));
        byte[] flipped = TestVideo.flipped(good.value(), 3, 0, 5);
        SourceRecord damaged = new SourceRecord("cam-1", TOPIC, 0, 0, good.headers(), flipped);

        harness.processElement(damaged, 0);
        send(segments.get(1));

        assertThat(events()).first().isEqualTo(new SegmentEnded("cam-1", 0, 0, 0, true));
        assertThat(events()).last().isEqualTo(new SegmentEnded("cam-1", 1, 24, 24, false));
        DeadLetter letter = deadLetters().get(0);
        assertThat(letter.reason()).isEqualTo(Refusal.CHECKSUM_MISMATCH);
        assertThat(letter.stage()).isEqualTo("decode");
        assertThat(letter.input()).usingRecursiveComparison().isEqualTo(damaged);
    }

    @Test
    void processElement_ofSegmentDamagedInside_keepsTheFramesThatCameBefore() throws Exception {
        Segment segment = segments("cam-1", 30).get(0);
        byte[] flipped = TestVideo.flipped(segment.payload(), 50, segment.payload().length / 2, 5);
        Map<String, byte[]> headers = headers(SegmentHeaders.toRecord(TOPIC, segment));
        headers.put(
                SegmentHeaders.CRC32C,
                "%08x".formatted(SegmentHeaders.crc32c(flipped)).getBytes(UTF_8));

        harness.processElement(new SourceRecord("cam-1", TOPIC, 0, 0, headers, flipped), 0);

        List<StreamEvent> events = events();
        SegmentEnded end = (SegmentEnded) events.get(events.size() - 1);
        assertThat(end.refused()).isTrue();
        assertThat(end.framesDecoded()).isEqualTo(events.size() - 1).isBetween(1, 29);
        assertThat(deadLetters()).extracting(DeadLetter::reason).containsExactly(Refusal.DECODE_ERROR);
    }

    @Test
    void processElement_ofBadHeaders_refusesEachWithItsReason() throws Exception {
        Segment segment = segments("cam-1", 5).get(0);
        send(segment);
        harness.getOutput().clear();
        refuse(segment, SegmentHeaders.SCHEMA_VERSION, "9");
        refuse(segment, SegmentHeaders.SEQUENCE, null);
        refuse(segment, SegmentHeaders.WIDTH, "wide");
        refuse(segment, SegmentHeaders.STREAM, "cam-2");
        refuse(segment, SegmentHeaders.CONTAINER, "mp4");

        assertThat(deadLetters())
                .extracting(DeadLetter::message)
                .containsExactly(
                        "expected facet-schema-version 1, found 9",
                        "expected header facet-sequence, found none",
                        "expected facet-width to be a whole number in [1, 2147483647], found 'wide'",
                        "expected facet-stream to equal the record's key 'cam-1', found 'cam-2'",
                        "expected facet-container mpegts or matroska, found 'mp4'");
        assertThat(deadLetters().get(0).reason()).isEqualTo(Refusal.UNKNOWN_SCHEMA_VERSION);
        assertThat(deadLetters().subList(1, 5)).extracting(DeadLetter::reason).containsOnly(Refusal.MALFORMED_HEADER);
        assertThat(events()).hasSize(5).containsOnly(new SegmentEnded("cam-1", -1, 0, 0, true));
    }

    @Test
    void processElement_ofGarbageOfUnknownStream_leavesNothingButADeadLetter() throws Exception {
        for (int i = 0; i < 10; i++) {
            SourceRecord garbage = new SourceRecord("garbage-" + i, TOPIC, 0, i, Map.of(), new byte[100]);
            harness.processElement(garbage, 0);
        }

        assertThat(deadLetters()).hasSize(10).extracting(DeadLetter::reason).containsOnly(Refusal.MALFORMED_HEADER);
        assertThat(events()).isEmpty();
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void processElement_ofPartsAcrossARestart_decodesTheWholeSegment() throws Exception {
        Segment segment = segments("cam-1", 30).get(0);
        List<Segment> parts = SegmentParts.split(segment, segment.payload().length / 3 + 1);
        assertThat(parts).hasSize(3);
        send(parts.get(0));
        send(parts.get(1));
        OperatorSubtaskState checkpoint = harness.snapshot(1, 1);
        harness.close();

        harness = harness();
        harness.initializeState(checkpoint);
        harness.open();
        send(parts.get(2));

        assertThat(events()).last().isEqualTo(new SegmentEnded("cam-1", 0, 30, 30, false));
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void processElement_withAPartMissing_refusesAllPartsAndEndsTheSegmentOnce() throws Exception {
        List<Segment> segments = segments("cam-1", 60);
        List<Segment> parts =
                SegmentParts.split(segments.get(0), segments.get(0).payload().length / 4 + 1);
        send(parts.get(0));
        send(parts.get(1));
        send(parts.get(3));
        send(segments.get(1));

        assertThat(deadLetters()).hasSize(3).extracting(DeadLetter::reason).containsOnly(Refusal.INCOMPLETE_PARTS);
        assertThat(deadLetters().get(0).message()).isEqualTo("expected part 2 of 4 of segment 0, found part 3");
        assertThat(deadLetters())
                .extracting(letter -> letter.input().value())
                .containsExactly(
                        parts.get(0).payload(),
                        parts.get(1).payload(),
                        parts.get(3).payload());
        assertThat(events().stream().filter(SegmentEnded.class::isInstance))
                .containsExactly(new SegmentEnded("cam-1", 0, 0, 0, true), new SegmentEnded("cam-1", 1, 24, 24, false));
    }

    @Test
    void processElement_withPartsCutOffByAnotherSegmentOrTheEnd_refusesThem() throws Exception {
        List<Segment> segments = segments("cam-1", 60);
        send(SegmentParts.split(segments.get(0), 1_000).get(0));
        send(segments.get(1));
        send(SegmentParts.split(segments.get(0), 1_000).get(0));
        sendEnd("cam-1", 3);

        assertThat(deadLetters())
                .extracting(DeadLetter::message)
                .containsExactly(
                        "expected part 1 of segment 0, found part 0 of segment 1",
                        "expected the missing parts, found the stream's end");
        assertThat(events()).last().isEqualTo(new StreamEnded("cam-1", 3));
        assertThat(harness.numKeyedStateEntries()).isZero();
    }

    @Test
    void processElement_ofStreamsInTurns_decodesEachByItself() throws Exception {
        harness.close();
        harness = harness(DecodeOptions.of(new FrameSampling.FramesPerSecond(5)));
        harness.open();
        for (int round = 0; round < 2; round++) {
            for (String stream : List.of("a", "b", "c")) {
                send(segments(stream, 10).get(0));
            }
        }
        assertThat(events().stream().filter(SegmentEnded.class::isInstance))
                .hasSize(6)
                .allMatch(
                        end -> ((SegmentEnded) end).framesDecoded() == 10 && ((SegmentEnded) end).framesSampled() == 2);
    }

    private void refuse(Segment segment, String header, String value) throws Exception {
        Map<String, byte[]> headers = headers(SegmentHeaders.toRecord(TOPIC, segment));
        if (value == null) {
            headers.remove(header);
        } else {
            headers.put(header, value.getBytes(UTF_8));
        }
        harness.processElement(new SourceRecord("cam-1", TOPIC, 0, offset++, headers, segment.payload()), 0);
    }

    private void send(Segment segment) throws Exception {
        harness.processElement(record(SegmentHeaders.toRecord(TOPIC, segment)), 0);
    }

    private void sendEnd(String stream, long segments) throws Exception {
        harness.processElement(record(SegmentHeaders.toEndRecord(TOPIC, stream, segments)), 0);
    }

    private SourceRecord record(ProducerRecord<byte[], byte[]> record) {
        return new SourceRecord(new String(record.key(), UTF_8), TOPIC, 0, offset++, headers(record), record.value());
    }

    private static Map<String, byte[]> headers(ProducerRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value());
        }
        return headers;
    }

    private List<StreamEvent> events() {
        return harness.extractOutputValues();
    }

    private List<DeadLetter> deadLetters() {
        var letters = harness.getSideOutput(DecodeFunction.DEAD_LETTERS);
        return letters == null
                ? List.of()
                : letters.stream().map(r -> r.getValue()).toList();
    }

    private List<Segment> segments(String stream, int frames) throws Exception {
        Path file = TestVideo.of(frames, 1).write(folder, stream, Format.H264_MP4);
        List<Segment> segments = new ArrayList<>();
        try (VideoSegmenter segmenter = VideoSegmenter.open(new MediaFile(stream, file))) {
            for (Optional<Segment> next = segmenter.next(); next.isPresent(); next = segmenter.next()) {
                segments.add(next.get());
            }
        }
        return segments;
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, StreamEvent> harness()
            throws Exception {
        return harness(DecodeOptions.of(new FrameSampling.All()));
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, StreamEvent> harness(
            DecodeOptions options) throws Exception {
        KeyedOneInputStreamOperatorTestHarness<String, SourceRecord, StreamEvent> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new DecodeFunction(options)), SourceRecord::stream, Types.STRING);
        harness.setup(new UncopiedEvents());
        return harness;
    }

    /** Lets events through as they are, as between chained operators; a frame is never serialized. */
    private static final class UncopiedEvents extends TypeSerializerSingleton<StreamEvent> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean isImmutableType() {
            return true;
        }

        @Override
        public StreamEvent createInstance() {
            return null;
        }

        @Override
        public StreamEvent copy(StreamEvent from) {
            return from;
        }

        @Override
        public StreamEvent copy(StreamEvent from, StreamEvent reuse) {
            return from;
        }

        @Override
        public int getLength() {
            return -1;
        }

        @Override
        public void serialize(StreamEvent event, DataOutputView target) {
            throw new AssertionError("events stay in the task, found one on its way out: " + event);
        }

        @Override
        public StreamEvent deserialize(DataInputView source) {
            throw new AssertionError("events stay in the task");
        }

        @Override
        public StreamEvent deserialize(StreamEvent reuse, DataInputView source) {
            return deserialize(source);
        }

        @Override
        public void copy(DataInputView source, DataOutputView target) {
            throw new AssertionError("events stay in the task");
        }

        @Override
        public TypeSerializerSnapshot<StreamEvent> snapshotConfiguration() {
            throw new AssertionError("events enter no state");
        }
    }
}
