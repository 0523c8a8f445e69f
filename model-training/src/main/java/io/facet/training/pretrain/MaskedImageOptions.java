package io.facet.training.pretrain;

import io.facet.training.network.DiscreteVaeSettings;

/**
 * FaRL's masked image modelling (§3.3).
 *
 * @param layers of the transformer behind the encoder: 1, or 6 in the ablation
 * @param mostMasked most patches masked in one image
 * @param masking how masked patches are chosen
 * @param reduction how the terms of Eq. 3 become one number
 * @param weight of this loss beside the contrastive one; the paper gives none
 * @param tokenizer the frozen network that names the visual tokens; its grid is the encoder's
 */
public record MaskedImageOptions(
        int layers,
        int mostMasked,
        PatchMasking masking,
        MaskedTokenLoss.Reduction reduction,
        double weight,
        DiscreteVaeSettings tokenizer) {
    public MaskedImageOptions {
        int patches = tokenizer.grid() * tokenizer.grid();
        if (mostMasked < 1 || mostMasked > patches) {
            throw new IllegalArgumentException(
                    "of " + patches + " patches 1 to " + patches + " are masked, found " + mostMasked);
        }
    }

    /** The paper's: one layer, at most 75 of 196 patches (the same share of other grids), in blocks, weight 1. */
    public static MaskedImageOptions of(DiscreteVaeSettings tokenizer) {
        int most = Math.max(1, tokenizer.grid() * tokenizer.grid() * 75 / 196);
        return new MaskedImageOptions(1, most, PatchMasking.BLOCKS, MaskedTokenLoss.Reduction.MEAN, 1, tokenizer);
    }
}
