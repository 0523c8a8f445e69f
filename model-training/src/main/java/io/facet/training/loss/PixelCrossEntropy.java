package io.facet.training.loss;

import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/** Cross-entropy of the class of each pixel, for face parsing (FaRL §3.5). Pixels of unknown class do not count. */
public final class PixelCrossEntropy {
    /** A row without a known pixel has a loss of 0 rather than none. */
    private static final double LEAST_WEIGHT = 1e-3;

    private PixelCrossEntropy() {}

    /**
     * {@code [N]}: the weighted mean over a row's pixels.
     *
     * @param logits {@code [N, C, h, w]}
     * @param classes int64 {@code [N, h·w]}, rows from the top; any class where it is unknown
     * @param weights {@code [N, h·w]}: 0 where the class is unknown
     */
    public static <T> T rows(Ops<T> ops, T logits, T classes, T weights) {
        long pixels = ops.shape(weights).size(1);
        T each = CrossEntropy.rows(ops, byPixel(ops, logits), ops.reshape(classes, -1), 0);
        T sum = ops.sum(ops.multiply(ops.reshape(each, -1, pixels), weights), false, 1);
        return ops.divide(sum, ops.clamp(ops.sum(weights, false, 1), LEAST_WEIGHT, 1e9));
    }

    /**
     * Scores over all pixels of the batch, no gradient: {@code accuracy}, and {@code f1}, the mean of 2 TP / (2 TP + FP +
     * FN) over the classes that are there; scalars.
     *
     * @param known {@code [N, h·w]}: 1 where the class is known, else 0
     */
    public static <T> Map<String, T> scores(Ops<T> ops, T logits, T classes, T known) {
        int count = Math.toIntExact(ops.shape(logits).size(1));
        T pixels = byPixel(ops, ops.stopGradient(logits));
        T counts = ops.reshape(known, -1, 1);
        T predicted = Indicator.zero(ops, ops.subtract(ops.max(pixels, true, 1), pixels));
        T truth = ops.multiply(Indicator.oneHot(ops, ops.reshape(classes, -1), count), counts);
        T hits = ops.sum(ops.multiply(predicted, truth), false, 0);
        T there = ops.sum(truth, false, 0);
        T both = ops.add(ops.sum(ops.multiply(predicted, counts), false, 0), there);
        T f1 = ops.divide(ops.multiply(hits, 2), ops.clamp(both, 1, 1e12));
        T present = Indicator.positive(ops, there);
        Map<String, T> scores = new LinkedHashMap<>();
        scores.put("accuracy", Rows.ratio(ops, hits, there));
        scores.put("f1", Rows.ratio(ops, ops.multiply(f1, present), present));
        return scores;
    }

    /** {@code [N·h·w, C]}. */
    private static <T> T byPixel(Ops<T> ops, T logits) {
        Shape shape = ops.shape(logits);
        return ops.reshape(ops.permute(logits, 0, 2, 3, 1), -1, shape.size(1));
    }
}
