package io.facet.training.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.domain.bundle.TensorSpec;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.EncoderFeatures;
import io.facet.training.network.head.Head;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * An encoder as heads read it. Input {@code image} float32 {@code [N, 3, S, S]}, RGB, normalised; outputs {@code
 * features.k} float32 {@code [N, 1 + P, W]}: the class token and the P patches in rows from the top left, as block k
 * gives them, not normed; and {@code stem.s} float32 {@code [N, C, S/s, S/s]}: the map of the stem of stride s.
 *
 * @param encoder the network
 * @param layers numbers of blocks, from 1
 * @param stem strides of maps of the stem; may be empty
 */
public record EncoderProgram(VisionTransformer encoder, SortedSet<Integer> layers, SortedSet<Integer> stem)
        implements Program {
    /** Name of the input. */
    public static final String IMAGE = "image";

    private static final String LAYER = "features.";
    private static final String MAP = "stem.";

    public EncoderProgram {
        int blocks = encoder.settings().layers();
        if (layers.isEmpty() || layers.first() < 1 || layers.last() > blocks) {
            throw new IllegalArgumentException("layers: expected numbers from 1 to " + blocks + ", found " + layers);
        }
        SortedMap<Integer, Integer> maps = encoder.settings().stemMaps();
        if (!maps.keySet().containsAll(stem)) {
            throw new IllegalArgumentException("stem: expected strides of " + maps.keySet() + ", found " + stem);
        }
        layers = Collections.unmodifiableSortedSet(new TreeSet<>(layers));
        stem = Collections.unmodifiableSortedSet(new TreeSet<>(stem));
    }

    /** One that offers no map of a stem. */
    public EncoderProgram(VisionTransformer encoder, SortedSet<Integer> layers) {
        this(encoder, layers, Collections.emptySortedSet());
    }

    /** One that offers what some heads read, and nothing else. */
    public static EncoderProgram serving(VisionTransformer encoder, Collection<? extends Head> heads) {
        SortedSet<Integer> layers = new TreeSet<>();
        SortedSet<Integer> stem = new TreeSet<>();
        heads.forEach(head -> {
            layers.addAll(head.layers());
            stem.addAll(head.stem());
        });
        return new EncoderProgram(encoder, layers, stem);
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        EncoderFeatures<T> features = EncoderFeatures.of(ops, encoder, inputs.get(IMAGE), layers, stem);
        Map<String, T> outputs = new LinkedHashMap<>();
        features.layers().forEach((layer, feature) -> outputs.put(layer(layer), feature));
        features.stem().forEach((stride, map) -> outputs.put(map(stride), map));
        return outputs;
    }

    /** Shape of the input, the batch open. */
    public Shape image() {
        long side = encoder.settings().imageSize();
        return Shape.of(Shape.ANY, 3, side, side);
    }

    /** The outputs as a manifest states them. */
    public List<TensorSpec> features() {
        return features(encoder.settings(), layers, stem);
    }

    /** What a head reads of an encoder, as a manifest states it; also the inputs of the head's own file. */
    static List<TensorSpec> features(VitSettings encoder, SortedSet<Integer> layers, SortedSet<Integer> stem) {
        List<TensorSpec> features = new ArrayList<>();
        for (int layer : layers) {
            features.add(new TensorSpec(layer(layer), List.of(-1L, (long) encoder.tokens(), (long) encoder.width())));
        }
        for (int stride : stem) {
            long channels = encoder.stemMaps().get(stride);
            long side = encoder.imageSize() / stride;
            features.add(new TensorSpec(map(stride), List.of(-1L, channels, side, side)));
        }
        return features;
    }

    /** Name of the features of a block. */
    static String layer(int layer) {
        return LAYER + layer;
    }

    /** Whether a feature is a map of the stem. */
    static boolean isMap(TensorSpec feature) {
        return feature.name().startsWith(MAP);
    }

    /** Name of a map of the stem. */
    static String map(int stride) {
        return MAP + stride;
    }
}
