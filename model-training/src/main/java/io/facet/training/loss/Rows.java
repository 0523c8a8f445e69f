package io.facet.training.loss;

import io.facet.training.tensor.Ops;

/** Means over the rows of a batch. */
public final class Rows {
    private Rows() {}

    /**
     * The weighted sum over rows divided by their number, as the inner sum of Faceptor's Eq. 8: a scalar.
     *
     * @param rows {@code [N]}
     * @param weights {@code [N]}, 1 for a row that counts in full
     */
    public static <T> T mean(Ops<T> ops, T rows, T weights) {
        return ops.mean(ops.multiply(rows, weights));
    }

    /**
     * The mean by weight, a scalar; 0 where nothing has any.
     *
     * @param rows {@code [N]}
     * @param weights {@code [N]}
     */
    public static <T> T weighted(Ops<T> ops, T rows, T weights) {
        return ratio(ops, ops.multiply(rows, weights), weights);
    }

    /** Σ a / Σ b of two vectors, a scalar; 0 where b has no sum. */
    static <T> T ratio(Ops<T> ops, T a, T b) {
        return ops.divide(ops.sum(a, false, 0), ops.clamp(ops.sum(b, false, 0), 1e-6, 1e38));
    }
}
