package io.facet.training.export;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.domain.bundle.TensorSpec;
import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * An encoder as heads read it. Input {@code image} float32 {@code [N, 3, S, S]}, RGB, normalised; outputs {@code
 * features.k} float32 {@code [N, 1 + P, W]}: the class token and the P patches in rows from the top left, as block k
 * gives them, not normed.
 *
 * @param encoder the network
 * @param layers numbers of blocks, from 1
 */
public record EncoderProgram(VisionTransformer encoder, SortedSet<Integer> layers) implements Program {
    /** Name of the input. */
    public static final String IMAGE = "image";

    public EncoderProgram {
        int blocks = encoder.settings().layers();
        if (layers.isEmpty() || layers.first() < 1 || layers.last() > blocks) {
            throw new IllegalArgumentException("layers: expected numbers from 1 to " + blocks + ", found " + layers);
        }
        layers = Collections.unmodifiableSortedSet(new TreeSet<>(layers));
    }

    /** FaRL §4.1 reads blocks 4, 6, 8 and 12 of 12: the same places in deeper and shallower encoders. */
    public static SortedSet<Integer> usualLayers(int count) {
        return new TreeSet<>(
                List.of(Math.max(1, count / 3), Math.max(1, count / 2), Math.max(1, count * 2 / 3), count));
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        T tokens = encoder.tokens(ops, encoder.patches(ops, inputs.get(IMAGE)));
        List<T> features = encoder.features(ops, tokens, layers);
        Map<String, T> outputs = new LinkedHashMap<>();
        int next = 0;
        for (int layer : layers) {
            outputs.put(feature(layer), features.get(next++));
        }
        return outputs;
    }

    /** Shape of the input, the batch open. */
    public Shape image() {
        long side = encoder.settings().imageSize();
        return Shape.of(Shape.ANY, 3, side, side);
    }

    /** The outputs as a manifest states them. */
    public List<TensorSpec> features() {
        long tokens = encoder.settings().tokens();
        long width = encoder.settings().width();
        return layers.stream()
                .map(layer -> new TensorSpec(feature(layer), List.of(-1L, tokens, width)))
                .toList();
    }

    private static String feature(int layer) {
        return "features." + layer;
    }
}
