package io.facet.training.loop.schedule;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.engine.OptimizerSettings.RateFactor;

/**
 * Layer-wise learning rates for a transformer encoder (ELECTRA, Clark et al., 2020, appendix A; BEiT and MAE fine-tune so):
 * what follows the blocks takes the full rate, each block below one decay less, the embeddings the least.
 */
public final class LayerwiseDecay {
    private static final List<String> EMBEDDINGS = List.of("patch.", "class.token", "positions", "preNorm.", "tokens.");

    private LayerwiseDecay() {}

    /**
     * @param encoder name of the encoder: what its parameters' names begin with, for example {@code encoder}
     * @param blocks number of its blocks
     * @param decay factor from one block to the one below, above 0 and at most 1
     * @return decay^(blocks − k) for block k, from 0, and decay^(blocks + 1) for the embeddings
     */
    public static List<RateFactor> of(String encoder, int blocks, double decay) {
        if (!(decay > 0 && decay <= 1)) {
            throw new IllegalArgumentException("layer-wise decay is above 0 and at most 1, found " + decay);
        }
        List<RateFactor> factors = new ArrayList<>();
        for (String embedding : EMBEDDINGS) {
            factors.add(new RateFactor(encoder + "." + embedding, Math.pow(decay, blocks + 1)));
        }
        for (int block = 0; block < blocks; block++) {
            factors.add(new RateFactor(encoder + ".blocks." + block + ".", Math.pow(decay, blocks - block)));
        }
        return List.copyOf(factors);
    }
}
