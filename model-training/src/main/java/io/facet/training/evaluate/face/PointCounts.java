package io.facet.training.evaluate.face;

import io.facet.training.data.source.PreparedFace.PointsFrom;

/**
 * How the faces of a set were found by a bundle.
 *
 * @param detector aligned by what its detector found
 * @param landmarks aligned by the set's own landmarks
 * @param fallback aligned by where faces of the set lie on average, because nothing was found
 */
public record PointCounts(int detector, int landmarks, int fallback) {
    /** Nothing was aligned. */
    public static final PointCounts NONE = new PointCounts(0, 0, 0);

    PointCounts plus(PointsFrom from) {
        return switch (from) {
            case DETECTOR -> new PointCounts(detector + 1, landmarks, fallback);
            case LANDMARKS -> new PointCounts(detector, landmarks + 1, fallback);
            case FALLBACK -> new PointCounts(detector, landmarks, fallback + 1);
        };
    }
}
