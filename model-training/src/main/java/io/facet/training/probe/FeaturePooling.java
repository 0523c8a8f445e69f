package io.facet.training.probe;

import java.util.List;

import io.facet.training.tensor.Ops;

/** How an image's tokens become one feature. */
public enum FeaturePooling {
    /** The class token. */
    CLASS,
    /** The mean of the patch tokens. */
    MEAN,
    /** Class token, then mean of the patch tokens: twice as wide. */
    BOTH;

    /** Width of the feature of tokens of this width. */
    public int width(int tokenWidth) {
        return this == BOTH ? 2 * tokenWidth : tokenWidth;
    }

    /** {@code [B, 1+N, W]} → {@code [B, W]} or {@code [B, 2W]}. */
    <T> T apply(Ops<T> ops, T tokens) {
        return switch (this) {
            case CLASS -> classToken(ops, tokens);
            case MEAN -> meanOfPatches(ops, tokens);
            case BOTH -> ops.concat(1, List.of(classToken(ops, tokens), meanOfPatches(ops, tokens)));
        };
    }

    private static <T> T classToken(Ops<T> ops, T tokens) {
        return ops.reshape(ops.slice(tokens, 1, 0, 1), -1, ops.shape(tokens).size(2));
    }

    private static <T> T meanOfPatches(Ops<T> ops, T tokens) {
        return ops.mean(ops.slice(tokens, 1, 1, ops.shape(tokens).size(1)), false, 1);
    }
}
