package io.facet.training.probe;

import java.util.List;

import io.facet.training.network.VisionTransformer;
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
    <T> T apply(Ops<T> ops, VisionTransformer encoder, T tokens) {
        return switch (this) {
            case CLASS -> encoder.classToken(ops, tokens);
            case MEAN -> encoder.patchMean(ops, tokens);
            case BOTH -> ops.concat(1, List.of(encoder.classToken(ops, tokens), encoder.patchMean(ops, tokens)));
        };
    }
}
