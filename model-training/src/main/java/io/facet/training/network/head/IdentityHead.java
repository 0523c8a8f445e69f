package io.facet.training.network.head;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.BatchNorm;
import io.facet.training.network.LayerNorm;
import io.facet.training.network.Linear;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;

/**
 * Faceptor's head for identity (§3.2, after SwinFace): the mean of the patches of one layer, then fully connected, batch
 * norm, fully connected, batch norm. The layer norm before the mean is in the published code only.
 *
 * <p>Parameters: {@code prefix.norm}, {@code prefix.first [W, W]} and {@code prefix.second [d, W]} without bias, {@code
 * prefix.firstNorm}, {@code prefix.secondNorm}.
 *
 * @param name of the head
 * @param encoder whose features it reads
 * @param layer number of the block
 * @param dimension d of the embedding: 512 in the paper
 */
public record IdentityHead(String name, VitSettings encoder, int layer, int dimension) implements Head {
    @Override
    public SortedSet<Integer> layers() {
        return new TreeSet<>(List.of(layer));
    }

    @Override
    public SortedSet<Integer> stem() {
        return Collections.emptySortedSet();
    }

    /** {@code [B, d]}, not of unit length. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        int width = encoder.width();
        LayerNorm norm = new LayerNorm(prefix() + ".norm", width, encoder.normEpsilon());
        T pooled = ops.mean(norm.apply(ops, Tokens.patches(ops, features.layer(layer))), false, 1);
        T first = Linear.xavier(prefix() + ".first", width, width).withoutBias().apply(ops, pooled);
        T inner = new BatchNorm(prefix() + ".firstNorm", width).apply(ops, first);
        T second = Linear.xavier(prefix() + ".second", width, dimension)
                .withoutBias()
                .apply(ops, inner);
        return new BatchNorm(prefix() + ".secondNorm", dimension).apply(ops, second);
    }
}
