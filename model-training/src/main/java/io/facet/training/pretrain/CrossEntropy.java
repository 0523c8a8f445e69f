package io.facet.training.pretrain;

import io.facet.training.tensor.Ops;

/** −log of the probability that a softmax gives the right class. */
final class CrossEntropy {
    private CrossEntropy() {}

    /** The mean over rows, a scalar: logits {@code [R, C]}, right classes int64 {@code [R]}. */
    static <T> T mean(Ops<T> ops, T logits, T classes) {
        return ops.multiply(ops.mean(ops.pick(ops.logSoftmax(logits, 1), classes)), -1);
    }
}
