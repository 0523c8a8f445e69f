package io.facet.training.loss;

import io.facet.training.tensor.Ops;

/** −y log σ(x) − (1 − y) log(1 − σ(x)), by logits x, for targets y in [0, 1]. */
public final class BinaryCrossEntropy {
    private BinaryCrossEntropy() {}

    /** Each element's: max(x, 0) − x y + log(1 + e^−|x|), which no logit overflows; shapes as given. */
    public static <T> T elements(Ops<T> ops, T logits, T targets) {
        T tail = ops.log(ops.add(ops.exp(ops.multiply(ops.abs(logits), -1)), 1));
        return ops.add(ops.subtract(ops.relu(logits), ops.multiply(logits, targets)), tail);
    }

    /**
     * {@code [N]}: summed over attributes, as Faceptor's code does for the 40 of CelebA.
     *
     * @param logits {@code [N, A]}
     * @param targets {@code [N, A]}
     * @param known {@code [N, A]}, 1 where the label is known, 0 where it does not count
     */
    public static <T> T rows(Ops<T> ops, T logits, T targets, T known) {
        return ops.sum(ops.multiply(elements(ops, logits, targets), known), false, 1);
    }
}
