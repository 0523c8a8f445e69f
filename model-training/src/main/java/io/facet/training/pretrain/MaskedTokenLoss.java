package io.facet.training.pretrain;

import io.facet.training.loss.CrossEntropy;
import io.facet.training.tensor.Ops;

/** FaRL's Eq. 3: the cross-entropy of the visual tokens of masked patches. */
public final class MaskedTokenLoss {
    private MaskedTokenLoss() {}

    /** How the terms of one batch become one number. */
    public enum Reduction {
        /** Their mean over all masked patches of all processes: of the size of the contrastive loss. The default. */
        MEAN,
        /** Their sum over an image's masked patches, as Eq. 3 is printed, averaged over images. */
        SUM_PER_IMAGE
    }

    /**
     * A scalar.
     *
     * @param logits {@code [K, V]}
     * @param tokens int64 {@code [K]}, the visual tokens
     * @param mask {@code [B, N, 1]}, 1 at the K masked patches
     */
    static <T> T of(Ops<T> ops, T logits, T tokens, T mask, Reduction reduction) {
        T mean = CrossEntropy.mean(ops, logits, tokens);
        T counts = ops.sum(mask, false, 1, 2);
        T perImage = ops.mean(counts);
        if (reduction == Reduction.SUM_PER_IMAGE) {
            return ops.multiply(mean, perImage);
        }
        // Processes mask different numbers of patches: the weight makes the mean of their losses the mean of all
        // patches.
        return ops.multiply(mean, ops.divide(perImage, ops.mean(ops.gatherFromAll(counts))));
    }
}
