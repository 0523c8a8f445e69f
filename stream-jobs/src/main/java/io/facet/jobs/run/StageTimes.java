package io.facet.jobs.run;

import java.io.IOException;
import java.util.Map;

import org.apache.flink.util.OptionalFailure;
import org.apache.flink.util.SerializedValue;

import io.facet.connectors.decode.DecodeFunction;
import io.facet.functions.metrics.FacetMetrics;
import io.facet.jobs.report.RunSummary.StageSeconds;

/**
 * What the job's accumulators say: how far it is, and how long each stage took over all subtasks.
 *
 * @param accumulators by name, serialized as Flink keeps them
 */
public record StageTimes(Map<String, SerializedValue<OptionalFailure<Object>>> accumulators) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** Frames the detector has looked at. */
    public long frames() throws IOException {
        return total(FacetMetrics.FRAMES.accumulator());
    }

    /** Faces that were analysed. */
    public long faces() throws IOException {
        return total(FacetMetrics.OBSERVATIONS.accumulator());
    }

    /** Faces that went through the composed graph. */
    public long encoderPasses() throws IOException {
        return total(FacetMetrics.ENCODER_PASSES.accumulator());
    }

    /** Faces that were left out because their points allow no alignment. */
    long unalignable() throws IOException {
        return total(FacetMetrics.FACES_UNALIGNABLE.accumulator());
    }

    /** Time each stage took, summed over the threads that ran it. */
    public StageSeconds seconds() throws IOException {
        return new StageSeconds(
                total(DecodeFunction.NANOS_ACCUMULATOR) / NANOS_PER_SECOND,
                total(FacetMetrics.DETECT_NANOS.accumulator()) / NANOS_PER_SECOND,
                total(FacetMetrics.TRACK_NANOS.accumulator()) / NANOS_PER_SECOND,
                total(FacetMetrics.ALIGN_NANOS.accumulator()) / NANOS_PER_SECOND,
                total(FacetMetrics.ANALYZE_NANOS.accumulator()) / NANOS_PER_SECOND);
    }

    private long total(String name) throws IOException {
        SerializedValue<OptionalFailure<Object>> value = accumulators.get(name);
        if (value == null) {
            return 0;
        }
        try {
            return (Long)
                    value.deserializeValue(StageTimes.class.getClassLoader()).getUnchecked();
        } catch (ClassNotFoundException e) {
            throw new IOException("cannot read the accumulator " + name, e);
        }
    }
}
