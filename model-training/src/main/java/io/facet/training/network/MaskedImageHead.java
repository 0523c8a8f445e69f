package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * E_MIM of FaRL (§3.3): the mask token, a small transformer over the encoder's features and a classifier of visual tokens.
 *
 * <p>Parameters: {@code name.mask.token [1, 1, W]}, {@code name.blocks.k}, {@code name.norm}, {@code name.classify [V, W]}.
 *
 * @param name prefix of its parameters
 * @param encoder whose width, heads, activation and norm the blocks have
 * @param layers 1, or 6 (FaRL §4.3)
 * @param vocabulary number of visual tokens, V
 */
public record MaskedImageHead(String name, VitSettings encoder, int layers, int vocabulary) {
    public MaskedImageHead {
        if (layers < 1 || vocabulary < 2) {
            throw new IllegalArgumentException(
                    "layers are 1 or more and the vocabulary 2 or more, found " + layers + " and " + vocabulary);
        }
    }

    /**
     * Eq. 2, on embeddings: the mask token where the mask is 1. Positions are added afterwards (as in BEiT).
     *
     * @param patches {@code [B, N, W]}
     * @param mask {@code [B, N, 1]} of 0 and 1
     */
    public <T> T masked(Ops<T> ops, T patches, T mask) {
        T token = ops.parameter(new ParameterSpec(
                name + ".mask.token", Shape.of(1, 1, encoder.width()), new Initialization.TruncatedNormal(0.02)));
        return ops.add(patches, ops.multiply(mask, ops.subtract(token, patches)));
    }

    /**
     * Scores of visual tokens at the masked patches, {@code [K, V]}.
     *
     * @param tokens the encoder's last block, {@code [B, 1+N, W]}, not normed
     * @param masked int64 {@code [K]}: rows of the masked patches among the B·N of the batch
     */
    public <T> T logits(Ops<T> ops, T tokens, T masked) {
        BlockSettings blocks = encoder.blocks(layers);
        T x = tokens;
        for (int index = 0; index < layers; index++) {
            x = new TransformerBlock(name + ".blocks." + index, blocks).apply(ops, x);
        }
        T patches = ops.slice(x, 1, 1, encoder.tokens());
        T hidden = ops.gatherRows(ops.reshape(patches, -1, encoder.width()), masked);
        T normed = new LayerNorm(name + ".norm", encoder.width(), encoder.normEpsilon()).apply(ops, hidden);
        return new Linear(
                        name + ".classify", encoder.width(), vocabulary, true, new Initialization.TruncatedNormal(0.02))
                .apply(ops, normed);
    }
}
