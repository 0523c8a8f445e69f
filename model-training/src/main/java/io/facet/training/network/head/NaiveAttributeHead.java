package io.facet.training.network.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.BatchNorm;
import io.facet.training.network.Convolution;
import io.facet.training.network.Linear;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;

/**
 * Naive Faceptor's head for attributes (§3.1): SwinFace's face analysis subnet (Qin et al., 2023). 3×3 convolutions of
 * four layers side by side, channel attention (Woo et al., "CBAM", 2018), the largest value of each channel, batch norm,
 * three fully connected layers. The dropout of 0.5 between these is left out.
 *
 * <p>Parameters: {@code prefix.layer.k} (no bias), {@code prefix.gate.down|up}, {@code prefix.norm}, {@code
 * prefix.first}, {@code prefix.second}, {@code prefix.values}.
 *
 * @param name of the head
 * @param encoder whose features it reads
 * @param layers numbers of blocks; as many as divide the width
 * @param width channels: 512 in the published code
 * @param outputs number of logits
 */
public record NaiveAttributeHead(String name, VitSettings encoder, SortedSet<Integer> layers, int width, int outputs)
        implements Head {
    private static final int REDUCTION = 16;

    public NaiveAttributeHead {
        layers = Collections.unmodifiableSortedSet(new TreeSet<>(layers));
        if (layers.isEmpty() || width % layers.size() != 0 || width < REDUCTION) {
            throw new IllegalArgumentException("head " + name + ": expected a width of " + REDUCTION
                    + " or more that the number of layers divides, found " + width + " and layers " + layers);
        }
    }

    @Override
    public SortedSet<Integer> stem() {
        return Collections.emptySortedSet();
    }

    /** {@code [B, outputs]}. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        List<T> parts = new ArrayList<>();
        for (int layer : layers) {
            T map = Tokens.map(ops, Tokens.patches(ops, features.layer(layer)), encoder);
            parts.add(new Convolution(prefix() + ".layer." + layer, encoder.width(), width / layers.size(), 3, false)
                    .apply(ops, map));
        }
        T places = ops.reshape(ops.concat(1, parts), -1, width, encoder.patches());
        T largest = ops.max(ops.relu(gated(ops, places)), false, 2);
        T x = new BatchNorm(prefix() + ".norm", width).apply(ops, largest);
        x = ops.relu(linear("first", width, width).apply(ops, x));
        x = ops.relu(linear("second", width, width).apply(ops, x));
        return linear("values", width, outputs).apply(ops, x);
    }

    /** Channel attention over {@code [B, C, P]}. */
    private <T> T gated(Ops<T> ops, T places) {
        T scores = ops.add(gate(ops, ops.mean(places, false, 2)), gate(ops, ops.max(places, false, 2)));
        return ops.multiply(places, ops.reshape(ops.sigmoid(scores), -1, width, 1));
    }

    private <T> T gate(Ops<T> ops, T vector) {
        T inner = ops.relu(linear("gate.down", width, width / REDUCTION).apply(ops, vector));
        return linear("gate.up", width / REDUCTION, width).apply(ops, inner);
    }

    private Linear linear(String which, int in, int out) {
        return Linear.xavier(prefix() + "." + which, in, out);
    }
}
