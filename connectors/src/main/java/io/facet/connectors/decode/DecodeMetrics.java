package io.facet.connectors.decode;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import io.facet.domain.video.Refusal;

/**
 * What the decode operator counts, under its operator's metric group:
 *
 * <ul>
 *   <li>{@code facet.frames_decoded_total}, {@code facet.frames_sampled_total}: frames
 *   <li>{@code facet.decode_busy_nanoseconds_total}: time spent in the decoder and copying frames, without what operators chained behind
 *       do with them
 *   <li>{@code facet.reason.<refusal>.segments_refused_total}: segments that went to the dead letters, by lower-case
 *       {@link Refusal}
 *   <li>{@code facet.sequence_restarts_total}: segments whose number was not above that of the one before
 *   <li>{@code facet.segments_missing_total}: numbers left out between a segment and the one before it: segments that never
 *       arrived, and those whose headers could not be read
 * </ul>
 *
 * <p>The time is an accumulator too, {@link DecodeFunction#NANOS_ACCUMULATOR}, to be read when the job has finished.
 */
final class DecodeMetrics {
    static final String GROUP = "facet";
    static final String FRAMES_DECODED = "frames_decoded_total";
    static final String FRAMES_SAMPLED = "frames_sampled_total";
    static final String DECODE_TIME_NS = "decode_busy_nanoseconds_total";
    static final String SEGMENTS_REFUSED = "segments_refused_total";
    static final String SEQUENCE_RESTARTS = "sequence_restarts_total";
    static final String SEGMENTS_MISSING = "segments_missing_total";
    static final String REASON = "reason";

    private final Counter framesDecoded;
    private final Counter framesSampled;
    private final Counter decodeTimeNs;
    private final Counter sequenceRestarts;
    private final Counter segmentsMissing;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    private final LongCounter nanos = new LongCounter();

    DecodeMetrics(RuntimeContext context) {
        context.addAccumulator(DecodeFunction.NANOS_ACCUMULATOR, nanos);
        MetricGroup group = context.getMetricGroup().addGroup(GROUP);
        framesDecoded = group.counter(FRAMES_DECODED);
        framesSampled = group.counter(FRAMES_SAMPLED);
        decodeTimeNs = group.counter(DECODE_TIME_NS);
        sequenceRestarts = group.counter(SEQUENCE_RESTARTS);
        segmentsMissing = group.counter(SEGMENTS_MISSING);
        for (Refusal refusal : Refusal.values()) {
            String name = refusal.name().toLowerCase(Locale.ROOT);
            refused.put(refusal, group.addGroup(REASON, name).counter(SEGMENTS_REFUSED));
        }
    }

    void decoded(int frames, int sampled, long busyNanos) {
        framesDecoded.inc(frames);
        framesSampled.inc(sampled);
        decodeTimeNs.inc(busyNanos);
        nanos.add(busyNanos);
    }

    void refused(Refusal refusal) {
        refused.get(refusal).inc();
    }

    void segmentsMissing(long segments) {
        segmentsMissing.inc(segments);
    }

    void sequenceRestarted() {
        sequenceRestarts.inc();
    }
}
