package io.facet.training.network.head;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.Ops;

/**
 * What an encoder offers its heads.
 *
 * @param layers by number, from 1: what block k gives, {@code [B, 1+P, W]}, class token first, not normed
 * @param stem by stride S: the stem's map {@code [B, C, side/S, side/S]}
 * @param <T> a tensor of the interpreter
 */
public record EncoderFeatures<T>(SortedMap<Integer, T> layers, SortedMap<Integer, T> stem) {
    public EncoderFeatures {
        layers = Collections.unmodifiableSortedMap(new TreeMap<>(layers));
        stem = Collections.unmodifiableSortedMap(new TreeMap<>(stem));
    }

    /**
     * Runs an encoder as far as it is read.
     *
     * @param image {@code [B, 3, S, S]}
     * @param layers numbers of blocks; those behind the last do not run
     * @param stem strides
     */
    public static <T> EncoderFeatures<T> of(
            Ops<T> ops, VisionTransformer encoder, T image, SortedSet<Integer> layers, SortedSet<Integer> stem) {
        VisionTransformer.Embedding<T> embedding = encoder.embedding(ops, image);
        SortedMap<Integer, T> blocks = new TreeMap<>();
        if (!layers.isEmpty()) {
            List<T> outputs = encoder.features(ops, encoder.tokens(ops, embedding.patches()), layers);
            for (int layer : layers) {
                blocks.put(layer, outputs.get(blocks.size()));
            }
        }
        SortedMap<Integer, T> maps = new TreeMap<>();
        for (int stride : stem) {
            maps.put(stride, requireThere("stem map of stride", embedding.maps(), stride));
        }
        return new EncoderFeatures<>(blocks, maps);
    }

    /** What block k gives; refuses one that was not asked for. */
    public T layer(int k) {
        return requireThere("features of layer", layers, k);
    }

    /** The stem's map of a stride; refuses one that was not asked for. */
    public T map(int stride) {
        return requireThere("stem map of stride", stem, stride);
    }

    /**
     * The features of some images of the batch.
     *
     * @param rows int64 {@code [K]}
     */
    public EncoderFeatures<T> rows(Ops<T> ops, T rows) {
        return each(feature -> ops.gatherRows(feature, rows));
    }

    /** These, each changed. */
    public EncoderFeatures<T> each(UnaryOperator<T> change) {
        SortedMap<Integer, T> blocks = new TreeMap<>();
        layers.forEach((layer, feature) -> blocks.put(layer, change.apply(feature)));
        SortedMap<Integer, T> maps = new TreeMap<>();
        stem.forEach((stride, map) -> maps.put(stride, change.apply(map)));
        return new EncoderFeatures<>(blocks, maps);
    }

    private static <T> T requireThere(String what, SortedMap<Integer, T> all, int number) {
        T found = all.get(number);
        if (found == null) {
            throw new IllegalArgumentException("expected %s %d, found %s".formatted(what, number, all.keySet()));
        }
        return found;
    }
}
