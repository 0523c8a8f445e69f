package io.facet.vision.score;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;

/**
 * A face that a detector says is there.
 *
 * @param box in pixels of the picture
 * @param score its confidence; only the order of scores counts
 */
public record FoundFace(Box box, double score) {
    public FoundFace {
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("a found face must have a score that is a number, got NaN");
        }
    }

    public static FoundFace of(Detection detection) {
        return new FoundFace(detection.box(), detection.score());
    }
}
