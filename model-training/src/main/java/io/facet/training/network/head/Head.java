package io.facet.training.network.head;

import java.util.SortedSet;

import io.facet.training.tensor.Ops;

/**
 * A network on an encoder's features. As every network it is a record of settings and holds no tensors.
 *
 * <p>Its parameters are named {@link #prefix()}, a dot, and more; those that several heads share are named otherwise.
 */
public interface Head {
    /** Unique among the heads of one encoder; also the name of its file in a bundle. */
    String name();

    /** What the names of its own parameters begin with. */
    default String prefix() {
        return "head." + name();
    }

    /** Numbers of the blocks it reads, from 1. */
    SortedSet<Integer> layers();

    /** Strides of the stem's maps it reads; empty for most. */
    SortedSet<Integer> stem();

    /** Its raw output: maps {@code [B, K, h, w]}, logits {@code [B, K]} or an embedding {@code [B, d]}, not normalised. */
    <T> T apply(Ops<T> ops, EncoderFeatures<T> features);
}
