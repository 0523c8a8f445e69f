package io.facet.training.network.head;

import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;

/** Parts of the tokens {@code [B, 1+P, W]} of one block. */
final class Tokens {
    private Tokens() {}

    /** The class token, {@code [B, W]}. */
    static <T> T classToken(Ops<T> ops, T tokens) {
        return ops.reshape(ops.slice(tokens, 1, 0, 1), -1, ops.shape(tokens).size(2));
    }

    /** The patches, {@code [B, P, W]}. */
    static <T> T patches(Ops<T> ops, T tokens) {
        return ops.slice(tokens, 1, 1, ops.shape(tokens).size(1));
    }

    /** Patches {@code [B, P, C]} as a map {@code [B, C, grid, grid]}. */
    static <T> T map(Ops<T> ops, T patches, VitSettings encoder) {
        long channels = ops.shape(patches).size(2);
        return ops.reshape(ops.permute(patches, 0, 2, 1), -1, channels, encoder.grid(), encoder.grid());
    }
}
