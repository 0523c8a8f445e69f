package io.facet.connectors.decode;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

import io.facet.domain.video.Refusal;

/**
 * What the decode operator counts, under its operator's metric group:
 *
 * <ul>
 *   <li>{@code facet.framesDecoded}, {@code facet.framesSampled}: frames
 *   <li>{@code facet.decodeTimeNs}: time spent in the decoder and copying frames, without what operators chained behind
 *       do with them
 *   <li>{@code facet.reason.<refusal>.segmentsRefused}: segments that went to the dead letters, by lower-case
 *       {@link Refusal}
 *   <li>{@code facet.sequenceRestarts}: segments whose number was not above that of the one before
 * </ul>
 */
final class DecodeMetrics {
    static final String GROUP = "facet";
    static final String FRAMES_DECODED = "framesDecoded";
    static final String FRAMES_SAMPLED = "framesSampled";
    static final String DECODE_TIME_NS = "decodeTimeNs";
    static final String SEGMENTS_REFUSED = "segmentsRefused";
    static final String SEQUENCE_RESTARTS = "sequenceRestarts";
    static final String REASON = "reason";

    private final Counter framesDecoded;
    private final Counter framesSampled;
    private final Counter decodeTimeNs;
    private final Counter sequenceRestarts;
    private final Map<Refusal, Counter> refused = new EnumMap<>(Refusal.class);

    DecodeMetrics(MetricGroup operator) {
        MetricGroup group = operator.addGroup(GROUP);
        framesDecoded = group.counter(FRAMES_DECODED);
        framesSampled = group.counter(FRAMES_SAMPLED);
        decodeTimeNs = group.counter(DECODE_TIME_NS);
        sequenceRestarts = group.counter(SEQUENCE_RESTARTS);
        for (Refusal refusal : Refusal.values()) {
            String name = refusal.name().toLowerCase(Locale.ROOT);
            refused.put(refusal, group.addGroup(REASON, name).counter(SEGMENTS_REFUSED));
        }
    }

    void decoded(int frames, int sampled, long nanos) {
        framesDecoded.inc(frames);
        framesSampled.inc(sampled);
        decodeTimeNs.inc(nanos);
    }

    void refused(Refusal refusal) {
        refused.get(refusal).inc();
    }

    void sequenceRestarted() {
        sequenceRestarts.inc();
    }
}
