package io.facet.connectors.decode;

import java.util.ArrayList;
import java.util.List;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import io.facet.connectors.segment.SegmentAssembler;
import io.facet.connectors.segment.SegmentHeaders;
import io.facet.connectors.segment.SegmentRecord;
import io.facet.connectors.segment.SegmentRefusedException;
import io.facet.connectors.segment.SegmentTypes;
import io.facet.domain.event.StreamEvent;
import io.facet.domain.video.DeadLetter;
import io.facet.domain.video.Frame;
import io.facet.domain.video.Refusal;
import io.facet.domain.video.Segment;
import io.facet.domain.video.SegmentHeader;
import io.facet.domain.video.SourceRecord;

import static java.util.Objects.requireNonNull;

/**
 * Turns records of the segment topic into frames; to be keyed by {@link SourceRecord#stream()}.
 *
 * <p>For each segment: {@link StreamEvent.FrameDecoded} for each sampled frame in presentation order, then one
 * {@link StreamEvent.SegmentEnded}. For the record that ends a stream: {@link StreamEvent.StreamEnded}. What is refused
 * goes to {@link #DEAD_LETTERS}, every record of it untouched, and its {@code SegmentEnded} says so; the function never
 * fails because of its input. Frames that came out before damage was met stay valid.
 *
 * <p>A sequence number that does not rise is processed like any other and counted: cameras begin anew at 0. So are the
 * numbers that one leaves out. A record whose headers cannot be read ends a segment only of a stream that is known:
 * garbage under ever new keys leaves no state, here or behind. Parts of a split segment wait in keyed state, so they survive a failure; everything else is stateless.
 *
 * <p>Life: {@link #open} and {@link #close} once a subtask; all calls on the task's thread. The decoder holds
 * native memory: one for all streams, since it keeps nothing between segments; made by {@link #open}, closed by
 * {@link #close()}.
 */
public final class DecodeFunction extends KeyedProcessFunction<String, SourceRecord, StreamEvent> {
    private static final long serialVersionUID = 1;

    /** Where refused records go. */
    public static final OutputTag<DeadLetter> DEAD_LETTERS = new OutputTag<>("dead-letters", SegmentTypes.DEAD_LETTER);

    /** {@link DeadLetter#stage()} of what is refused here. */
    public static final String STAGE = "decode";

    /** Accumulator of the nanoseconds spent decoding, a {@code Long}, over all subtasks of the last attempt. */
    public static final String NANOS_ACCUMULATOR = "facet.decode.nanos";

    /** Sequence number in {@link StreamEvent.SegmentEnded} when a record's own cannot be read. */
    public static final long UNKNOWN_SEQUENCE = -1;

    private final DecodeOptions options;
    private final SegmentAssembler assembler;

    private transient ListState<SourceRecord> parts;
    private transient ValueState<Long> lastSequence;
    private transient ValueState<Long> refusedSequence;
    private transient SegmentDecoder decoder;
    private transient DecodeMetrics metrics;

    public DecodeFunction(DecodeOptions options) {
        this.options = requireNonNull(options, "options is null");
        this.assembler = new SegmentAssembler(options.limits().maxSegmentBytes());
    }

    @Override
    public void open(OpenContext context) {
        parts = getRuntimeContext()
                .getListState(new ListStateDescriptor<>("segment-parts", SegmentTypes.SOURCE_RECORD));
        lastSequence = getRuntimeContext().getState(new ValueStateDescriptor<>("last-sequence", Types.LONG));
        refusedSequence = getRuntimeContext().getState(new ValueStateDescriptor<>("refused-sequence", Types.LONG));
        decoder = new SegmentDecoder(options.limits());
        metrics = new DecodeMetrics(getRuntimeContext());
    }

    @Override
    public void processElement(SourceRecord record, Context context, Collector<StreamEvent> out) throws Exception {
        Output output = new Output(context, out);
        SegmentRecord parsed;
        try {
            parsed = SegmentHeaders.parse(record);
        } catch (SegmentRefusedException refused) {
            refuseUnread(record, refused, output);
            return;
        }
        if (parsed instanceof SegmentRecord.End end) {
            finishStream(end, output);
        } else if (parsed instanceof SegmentRecord.Part part) {
            accept(record, part.segment(), output);
        }
    }

    private void finishStream(SegmentRecord.End end, Output output) throws Exception {
        refuseWaiting("expected the missing parts, found the stream's end", output);
        lastSequence.clear();
        refusedSequence.clear();
        output.events.collect(new StreamEvent.StreamEnded(end.stream(), end.segments()));
    }

    private void accept(SourceRecord record, Segment segment, Output output) throws Exception {
        SegmentHeader header = segment.header();
        List<SourceRecord> waiting = waiting();
        if (!waiting.isEmpty() && beginsAnother(header, waiting.get(0))) {
            refuseWaiting(
                    "expected part %d of segment %d, found part %d of segment %d"
                            .formatted(
                                    waiting.size(),
                                    headerOf(waiting.get(0)).sequence(),
                                    header.part(),
                                    header.sequence()),
                    output);
            waiting = List.of();
        }
        if (header.parts() == 1) {
            decode(List.of(record), segment, output);
            return;
        }
        collectPart(record, segment, waiting, output);
    }

    /** Whether a record leaves the waiting parts incomplete for good: another segment, or the same from its start. */
    private static boolean beginsAnother(SegmentHeader header, SourceRecord waiting) throws SegmentRefusedException {
        return header.part() == 0 || header.sequence() != headerOf(waiting).sequence();
    }

    private void collectPart(SourceRecord record, Segment part, List<SourceRecord> waiting, Output output)
            throws Exception {
        long bytes = waiting.stream().mapToLong(r -> r.value().length).sum();
        try {
            SegmentHeader first = waiting.isEmpty() ? null : headerOf(waiting.get(0));
            assembler.requireFollows(first, waiting.size(), bytes, part);
        } catch (SegmentRefusedException refused) {
            List<SourceRecord> all = new ArrayList<>(waiting);
            all.add(record);
            parts.clear();
            refuse(all, part.header().sequence(), refused, output);
            return;
        }
        if (waiting.size() + 1 < part.header().parts()) {
            parts.add(record);
            return;
        }
        List<SourceRecord> all = new ArrayList<>(waiting);
        all.add(record);
        parts.clear();
        List<Segment> segments = new ArrayList<>();
        for (SourceRecord each : all) {
            segments.add(((SegmentRecord.Part) SegmentHeaders.parse(each)).segment());
        }
        decode(all, assembler.join(segments), output);
    }

    private void decode(List<SourceRecord> records, Segment segment, Output output) throws Exception {
        SegmentHeader header = segment.header();
        advanceTo(header.sequence());
        refusedSequence.clear();
        FrameClock clock = new FrameClock(output.events);
        try {
            DecodeCounts counts = decoder.decode(segment, options.sampling(), clock::emit);
            metrics.decoded(counts.framesDecoded(), counts.framesSampled(), clock.ownNanos());
            output.events.collect(new StreamEvent.SegmentEnded(
                    header.stream(), header.sequence(), counts.framesDecoded(), counts.framesSampled(), false));
        } catch (SegmentRefusedException refused) {
            metrics.decoded(refused.framesDecoded(), refused.framesSampled(), clock.ownNanos());
            refuse(records, header.sequence(), refused, output);
        }
    }

    private void refuseWaiting(String message, Output output) throws Exception {
        List<SourceRecord> waiting = waiting();
        if (!waiting.isEmpty()) {
            parts.clear();
            SegmentRefusedException refused = new SegmentRefusedException(Refusal.INCOMPLETE_PARTS, message);
            refuse(waiting, headerOf(waiting.get(0)).sequence(), refused, output);
        }
    }

    private void advanceTo(long sequence) throws Exception {
        Long last = lastSequence.value();
        if (last != null && sequence <= last) {
            metrics.sequenceRestarted();
        } else if (last != null) {
            metrics.segmentsMissing(sequence - last - 1);
        }
        lastSequence.update(sequence);
    }

    /** Which segment a record without readable headers is of, nobody knows: each counts as one. */
    private void refuseUnread(SourceRecord record, SegmentRefusedException refused, Output output) throws Exception {
        bury(List.of(record), refused, output);
        metrics.refused(refused.refusal());
        if (lastSequence.value() != null || !waiting().isEmpty()) {
            output.events.collect(new StreamEvent.SegmentEnded(record.stream(), UNKNOWN_SEQUENCE, 0, 0, true));
        }
    }

    /** Sends the records to the dead letters; the segment ends once, however many of its parts come after. */
    private void refuse(List<SourceRecord> records, long sequence, SegmentRefusedException refused, Output output)
            throws Exception {
        bury(records, refused, output);
        Long before = refusedSequence.value();
        if (before != null && before == sequence) {
            return;
        }
        refusedSequence.update(sequence);
        Long last = lastSequence.value();
        if (last == null || last != sequence) {
            advanceTo(sequence);
        }
        metrics.refused(refused.refusal());
        output.events.collect(new StreamEvent.SegmentEnded(
                records.get(0).stream(), sequence, refused.framesDecoded(), refused.framesSampled(), true));
    }

    private static void bury(List<SourceRecord> records, SegmentRefusedException refused, Output output) {
        for (SourceRecord record : records) {
            output.context.output(DEAD_LETTERS, new DeadLetter(record, STAGE, refused.refusal(), refused.getMessage()));
        }
    }

    private List<SourceRecord> waiting() throws Exception {
        List<SourceRecord> waiting = new ArrayList<>();
        parts.get().forEach(waiting::add);
        return waiting;
    }

    private static SegmentHeader headerOf(SourceRecord record) throws SegmentRefusedException {
        return ((SegmentRecord.Part) SegmentHeaders.parse(record)).segment().header();
    }

    @Override
    public void close() {
        if (decoder != null) {
            decoder.close();
        }
    }

    private record Output(Context context, Collector<StreamEvent> events) {}

    /** Hands frames on and takes the time that the operators behind need for them out of the decoder's. */
    private static final class FrameClock {
        private final Collector<StreamEvent> events;
        private final long startNanos = System.nanoTime();
        private long downstreamNanos;

        FrameClock(Collector<StreamEvent> events) {
            this.events = events;
        }

        void emit(Frame frame) {
            long before = System.nanoTime();
            events.collect(new StreamEvent.FrameDecoded(frame));
            downstreamNanos += System.nanoTime() - before;
        }

        long ownNanos() {
            return System.nanoTime() - startNanos - downstreamNanos;
        }
    }
}
