package io.facet.domain.video;

import java.io.Serializable;

/** Which decoded frames are analysed. The choice depends on presentation times alone, so a replay chooses the same. */
public sealed interface FrameSampling extends Serializable {

    /** Every frame. */
    record All() implements FrameSampling {
        private static final long serialVersionUID = 1;

        @Override
        public String toString() {
            return "all";
        }
    }

    /**
     * About {@code rate} frames a second: the first frame in each interval of {@code 1 / rate} seconds. At a segment's
     * edge of a video of variable frame rate an interval may give two frames or none.
     *
     * @param rate frames per second, greater than 0
     */
    record FramesPerSecond(double rate) implements FrameSampling {
        private static final long serialVersionUID = 1;

        public FramesPerSecond {
            if (!(rate > 0) || Double.isInfinite(rate)) {
                throw new IllegalArgumentException("frames per second must be a positive number, got " + rate);
            }
        }

        @Override
        public String toString() {
            return rate == Math.rint(rate) ? Long.toString((long) rate) : Double.toString(rate);
        }
    }

    /**
     * Reads {@code all} or a number of frames per second.
     *
     * @throws IllegalArgumentException naming what was expected and what was found
     */
    static FrameSampling parse(String text) {
        if (text.equalsIgnoreCase("all")) {
            return new All();
        }
        try {
            return new FramesPerSecond(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "frame sampling must be 'all' or a number of frames per second, got '" + text + "'", e);
        }
    }
}
