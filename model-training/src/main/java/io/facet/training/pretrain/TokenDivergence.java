package io.facet.training.pretrain;

import io.facet.training.tensor.Ops;

/** How visual tokens are spread. */
final class TokenDivergence {
    /** Added to shares before their logarithm. */
    private static final double SMALLEST = 1e-10;

    private TokenDivergence() {}

    /** KL(q ‖ uniform) in nats, the mean over all places: scores {@code [B, V, g, g]} → a scalar from 0 to log V. */
    static <T> T fromUniform(Ops<T> ops, T logits) {
        long vocabulary = ops.shape(logits).size(1);
        T logs = ops.logSoftmax(logits, 1);
        T negativeEntropy = ops.mean(ops.sum(ops.multiply(ops.exp(logs), logs), false, 1));
        return ops.add(negativeEntropy, Math.log(vocabulary));
    }

    /** exp of the entropy of the mean distribution, a scalar from 1 to V; no gradient. */
    static <T> T perplexity(Ops<T> ops, T logits) {
        T shares = ops.mean(ops.softmax(ops.stopGradient(logits), 1), false, 0, 2, 3);
        T entropy = ops.sum(ops.multiply(shares, ops.log(ops.add(shares, SMALLEST))), false, 0);
        return ops.exp(ops.multiply(entropy, -1));
    }
}
