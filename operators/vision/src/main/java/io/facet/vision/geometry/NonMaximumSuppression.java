package io.facet.vision.geometry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;

/** Keeps the best of the detections that mean the same face. */
public final class NonMaximumSuppression {

    /**
     * Descending score; equal scores by left edge, then by top edge. With a stable sort, what is still equal keeps its
     * order, so the result never depends on anything but the input.
     */
    public static final Comparator<Detection> BEST_FIRST = Comparator.comparingDouble(Detection::score)
            .reversed()
            .thenComparingDouble(detection -> detection.box().x())
            .thenComparingDouble(detection -> detection.box().y());

    private NonMaximumSuppression() {}

    /**
     * Goes through the detections from best to worst and drops each one that overlaps a kept one by more than
     * {@code iou}.
     *
     * @param detections in any order
     * @param iou the largest overlap two kept detections may have, in [0, 1]
     * @return the kept ones, in the order of {@link #BEST_FIRST}; a new list
     */
    public static List<Detection> greedy(List<Detection> detections, double iou) {
        List<Detection> sorted = new ArrayList<>(detections);
        sorted.sort(BEST_FIRST);
        List<Detection> kept = new ArrayList<>();
        for (Detection candidate : sorted) {
            if (!overlapsAny(candidate.box(), kept, iou)) {
                kept.add(candidate);
            }
        }
        return kept;
    }

    private static boolean overlapsAny(Box box, List<Detection> kept, double iou) {
        for (int i = 0; i < kept.size(); i++) {
            if (BoxOverlap.iou(box, kept.get(i).box()) > iou) {
                return true;
            }
        }
        return false;
    }
}
