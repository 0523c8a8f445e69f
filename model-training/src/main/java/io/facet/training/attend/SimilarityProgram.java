package io.facet.training.attend;

import java.util.Map;

import io.facet.training.network.Projection;
import io.facet.training.network.TextEncoder;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * {@code image} float32 {@code [1, 3, S, S]} and {@code tokens} int64 {@code [1, context]} → {@code similarity}, the cosine
 * of their embeddings, and {@code activations} {@code [1, 1+N, W]}, the output of the first layer norm in the last block.
 *
 * <p>To these activations the parameter {@code probe}, of the same shape, is added. It is to be bound to zeros: its gradient
 * is that of the activations, so an engine that differentiates by parameters alone serves.
 */
record SimilarityProgram(VitSettings image, TextSettings text, int embedding) implements Program {
    static final String IMAGE = "image";
    static final String TOKENS = "tokens";
    static final String SIMILARITY = "similarity";
    static final String ACTIVATIONS = "activations";
    static final String PROBE = "probe";

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        VisionTransformer encoder = new VisionTransformer("encoder", image);
        T probe = ops.parameter(new ParameterSpec(PROBE, probeShape(), Initialization.zeros()));
        Look<T> look = new Look<>();
        T tokens = encoder.tokens(ops, encoder.patches(ops, inputs.get(IMAGE)));
        T last = encoder.blocks(ops, tokens, normed -> look.at(ops.add(normed, probe)));
        T feature = encoder.norm(ops, encoder.classToken(ops, last));
        T picture = ops.normalize(new Projection("projection.image", image.width(), embedding).apply(ops, feature));
        T said = new TextEncoder("text", text).encode(ops, inputs.get(TOKENS));
        T words = ops.normalize(new Projection("projection.text", text.width(), embedding).apply(ops, said));
        return Map.of(SIMILARITY, ops.sum(ops.multiply(picture, words), false, 0, 1), ACTIVATIONS, look.activations);
    }

    Shape probeShape() {
        return Shape.of(1, image.tokens(), image.width());
    }

    /** Keeps what passes by. */
    private static final class Look<T> {
        private T activations;

        T at(T passing) {
            activations = passing;
            return passing;
        }
    }
}
