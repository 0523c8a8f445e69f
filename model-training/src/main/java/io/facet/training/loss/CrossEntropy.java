package io.facet.training.loss;

import io.facet.training.tensor.Ops;

/** −log of the probability that a softmax gives the right class. */
public final class CrossEntropy {
    private CrossEntropy() {}

    /** The mean over rows, a scalar: logits {@code [R, C]}, right classes int64 {@code [R]}. */
    public static <T> T mean(Ops<T> ops, T logits, T classes) {
        return ops.mean(rows(ops, logits, classes, 0));
    }

    /**
     * {@code [R]}: −Σ q log softmax, where q is 1 − ε + ε/C of the right class and ε/C of the others (Szegedy et al.,
     * "Rethinking the Inception Architecture", 2016, §7).
     *
     * @param logits {@code [R, C]}
     * @param classes int64 {@code [R]}, right classes
     * @param smoothing ε, 0 for none
     */
    public static <T> T rows(Ops<T> ops, T logits, T classes, double smoothing) {
        T log = ops.logSoftmax(logits, 1);
        T right = ops.multiply(ops.pick(log, classes), smoothing - 1);
        return smoothing == 0 ? right : ops.add(right, ops.multiply(ops.mean(log, false, 1), -smoothing));
    }

    /**
     * {@code [R]}: 1 where the right class has the largest logit, else 0. No gradient.
     *
     * @param logits {@code [R, C]}
     * @param classes int64 {@code [R]}
     */
    public static <T> T hits(Ops<T> ops, T logits, T classes) {
        T fixed = ops.stopGradient(logits);
        return Indicator.zero(ops, ops.subtract(ops.max(fixed, false, 1), ops.pick(fixed, classes)));
    }
}
