package io.facet.connectors.decode;

import io.facet.domain.video.FrameSampling;

/**
 * Chooses frames of one segment: the first in each interval of the sampling rate. It knows nothing of other segments,
 * so a replay from any offset chooses the same. The frame before the segment's first one is taken to lie one average
 * frame duration earlier: at a constant frame rate one frame of each interval is chosen, at a variable one an interval that
 * two segments share can be sampled in both or in neither.
 */
final class FrameChooser {
    /** Times are rounded to the container's grid, 1 ms at worst: a frame that close to an interval belongs to it. */
    private static final long TOLERANCE_US = 1_000;

    private static final double MICROS_PER_SECOND = 1e6;

    private final FrameSampling sampling;
    private final long frameDurationUs;
    private long previousPtsUs = Long.MIN_VALUE;

    /**
     * @param frameDurationUs average frame duration of the segment
     */
    FrameChooser(FrameSampling sampling, long frameDurationUs) {
        this.sampling = sampling;
        this.frameDurationUs = frameDurationUs;
    }

    /** Whether a frame is chosen. To be asked once for each frame of the segment, in presentation order. */
    boolean choose(long ptsUs) {
        long previous = previousPtsUs == Long.MIN_VALUE ? ptsUs - frameDurationUs : previousPtsUs;
        previousPtsUs = ptsUs;
        if (sampling instanceof FrameSampling.FramesPerSecond perSecond) {
            return interval(ptsUs, perSecond.rate()) != interval(previous, perSecond.rate());
        }
        return true;
    }

    private static long interval(long ptsUs, double rate) {
        return (long) Math.floor((ptsUs + TOLERANCE_US) * rate / MICROS_PER_SECOND);
    }
}
