package io.facet.training.network.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.LayerNorm;
import io.facet.training.network.Linear;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * FaRL's head for attributes (§3.5): class token, mean and largest of the patches of each layer, layer-normed, combined
 * with learnt weights, then one fully connected layer.
 *
 * <p>Parameters: {@code prefix.norm.k.class|mean|max}, {@code prefix.combine.weight [1, 3K]} in that order, from 1/3K,
 * {@code prefix.classify [outputs, W]}.
 *
 * @param name of the head
 * @param encoder whose features it reads
 * @param layers numbers of blocks
 * @param outputs number of logits
 */
public record AttributeHead(String name, VitSettings encoder, SortedSet<Integer> layers, int outputs) implements Head {
    private static final double STANDARD_DEVIATION = 0.02;

    public AttributeHead {
        layers = Collections.unmodifiableSortedSet(new TreeSet<>(layers));
    }

    @Override
    public SortedSet<Integer> stem() {
        return Collections.emptySortedSet();
    }

    /** {@code [B, outputs]}. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        List<T> vectors = new ArrayList<>();
        for (int layer : layers) {
            T tokens = features.layer(layer);
            T patches = Tokens.patches(ops, tokens);
            vectors.add(normed(ops, layer + ".class", Tokens.classToken(ops, tokens)));
            vectors.add(normed(ops, layer + ".mean", ops.mean(patches, false, 1)));
            vectors.add(normed(ops, layer + ".max", ops.max(patches, false, 1)));
        }
        T weights = ops.parameter(new ParameterSpec(
                prefix() + ".combine.weight",
                Shape.of(1, vectors.size()),
                new Initialization.Constant(1.0 / vectors.size())));
        T combined = ops.matmul(weights, ops.concat(1, vectors));
        return Linear.normal(prefix() + ".classify", encoder.width(), outputs, STANDARD_DEVIATION)
                .apply(ops, ops.reshape(combined, -1, encoder.width()));
    }

    /** {@code [B, 1, W]}. */
    private <T> T normed(Ops<T> ops, String which, T vector) {
        LayerNorm norm = new LayerNorm(prefix() + ".norm." + which, encoder.width(), encoder.normEpsilon());
        return ops.reshape(norm.apply(ops, vector), -1, 1, encoder.width());
    }
}
