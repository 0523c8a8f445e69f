package io.facet.training.probe;

import java.util.Map;

import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * {@code image} float32 {@code [B, 3, S, S]}, RGB, normalised → {@code features} {@code [B, W or 2W]}: tokens of the last
 * layer, normed, pooled.
 */
public record FeatureProgram(VisionTransformer encoder, FeaturePooling pooling) implements Program {
    static final String IMAGE = "image";
    static final String FEATURES = "features";

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        return Map.of(FEATURES, pooling.apply(ops, encoder, encoder.encode(ops, inputs.get(IMAGE))));
    }

    /** Shapes of the inputs, the batch open. */
    public Map<String, Shape> inputs() {
        int side = encoder.settings().imageSize();
        return Map.of(IMAGE, Shape.of(Shape.ANY, 3, side, side));
    }

    int width() {
        return pooling.width(encoder.settings().width());
    }
}
