package io.facet.inference.detect;

import java.io.Serializable;

/**
 * How the detector is run.
 *
 * @param maxSide longest side of the picture the network sees, in pixels; larger frames are shrunk to it, smaller ones
 *     are left as they are. Larger finds smaller faces and costs in proportion to its square
 * @param minScore detections below are not reported. A tracker goes on with faces it knows by detections too weak to be
 *     a face on their own; the default is the weakest it uses by default, and anything lower only costs time
 * @param intraOpThreads threads that share one run, the calling thread included
 * @param maxBatch most frames in one run
 */
public record DetectorSettings(int maxSide, double minScore, int intraOpThreads, int maxBatch) implements Serializable {
    private static final long serialVersionUID = 1;

    /** 640 pixels, what a tracker goes on with, one thread, two frames: a larger run of the detector leaves the caches. */
    public static final DetectorSettings DEFAULT = new DetectorSettings(640, 0.5, 1, 2);

    public DetectorSettings {
        requireAtLeastOne("maxSide", maxSide);
        requireAtLeastOne("intraOpThreads", intraOpThreads);
        requireAtLeastOne("maxBatch", maxBatch);
        if (!(minScore >= 0 && minScore <= 1)) {
            throw new IllegalArgumentException("minScore must be in [0, 1], got " + minScore);
        }
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("%s must be at least 1, got %d".formatted(name, value));
        }
    }
}
