package io.facet.domain.policy;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;

import io.facet.domain.face.HeadTask;

/**
 * What may be done with a stream.
 *
 * @param heads the heads that may be run; identity only where it is named
 * @param reanalyzeEveryUs a tracked face is analysed at first sight, and again when this many microseconds have passed
 *     since it was last analysed; 0 analyses it in every sampled frame
 * @param reanalyzeQualityGain a face is also analysed earlier when its detection score exceeds that of its last
 *     analysis by at least this much; 1 never does
 * @param minFacePx faces whose shorter box side is below this are tracked but not analysed
 */
public record Policy(Set<HeadTask> heads, long reanalyzeEveryUs, double reanalyzeQualityGain, int minFacePx)
        implements Serializable {
    private static final long serialVersionUID = 1;

    public Policy {
        heads = Set.copyOf(heads);
        if (reanalyzeEveryUs < 0) {
            throw new IllegalArgumentException("reanalyzeEveryUs must not be negative, got " + reanalyzeEveryUs);
        }
    }

    /** Every head but identity, in every sampled frame, whatever the size of the face. */
    public static Policy privateByDefault() {
        return new Policy(EnumSet.complementOf(EnumSet.of(HeadTask.IDENTITY)), 0, 1, 0);
    }
}
