package io.facet.vision.geometry;

import io.facet.domain.face.Box;

/** How much two boxes overlap. */
public final class BoxOverlap {
    private BoxOverlap() {}

    /** Intersection over union, in [0, 1]; 0 where either box has no area. Symmetric. */
    public static double iou(Box one, Box other) {
        double width = Math.min(one.right(), other.right()) - Math.max(one.x(), other.x());
        double height = Math.min(one.bottom(), other.bottom()) - Math.max(one.y(), other.y());
        if (!(width > 0) || !(height > 0)) {
            return 0;
        }
        double intersection = width * height;
        // The edges are rounded sums, so the intersection may exceed a box's own area by an ulp.
        return Math.min(1, intersection / (one.area() + other.area() - intersection));
    }
}
