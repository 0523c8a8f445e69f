package io.facet.training.export;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.session.TensorPort;
import io.facet.training.network.VitSettings;
import io.facet.training.network.head.EncoderFeatures;
import io.facet.training.network.head.Head;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * A head as a bundle holds it. Inputs are the encoder's features that it reads, named as {@link EncoderProgram} names
 * them; the output is {@code output} float32, batch first.
 *
 * @param head the network
 * @param encoder whose features it reads
 */
public record HeadProgram(Head head, VitSettings encoder) implements Program {
    /** Name of the output. */
    public static final String OUTPUT = "output";

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        SortedMap<Integer, T> layers = new TreeMap<>();
        head.layers().forEach(layer -> layers.put(layer, inputs.get(EncoderProgram.layer(layer))));
        SortedMap<Integer, T> stem = new TreeMap<>();
        head.stem().forEach(stride -> stem.put(stride, inputs.get(EncoderProgram.map(stride))));
        return Map.of(OUTPUT, head.apply(ops, new EncoderFeatures<>(layers, stem)));
    }

    /** The features it reads, as a manifest states them. */
    public List<TensorSpec> features() {
        return EncoderProgram.features(encoder, head.layers(), head.stem());
    }

    /** What it declares for a batch of any size. */
    public Declaration.Declared declared() {
        Map<String, Shape> shapes = new TreeMap<>();
        features().forEach(feature -> shapes.put(feature.name(), shape(feature)));
        return Declaration.of(this, shapes);
    }

    /** Shape of its output, the batch open. */
    public Shape output() {
        return declared().outputs().get(OUTPUT);
    }

    List<TensorPort> inputs() {
        return features().stream()
                .map(feature -> OnnxProgram.input(feature.name(), shape(feature)))
                .toList();
    }

    private static Shape shape(TensorSpec feature) {
        return new Shape(feature.shape().stream().mapToLong(Long::longValue).toArray());
    }
}
