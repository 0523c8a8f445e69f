package io.facet.training.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.network.head.EncoderFeatures;
import io.facet.training.network.head.Head;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;

/**
 * An encoder with its heads, as a bundle runs them. Input {@code image}, as {@link EncoderProgram}'s; outputs the heads'
 * by their names.
 *
 * @param encoder with the features that the heads read
 * @param heads the networks
 */
public record ServedProgram(EncoderProgram encoder, List<Head> heads) implements Program {
    public ServedProgram {
        heads = List.copyOf(heads);
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        EncoderFeatures<T> features = EncoderFeatures.of(
                ops, encoder.encoder(), inputs.get(EncoderProgram.IMAGE), encoder.layers(), encoder.stem());
        Map<String, T> outputs = new LinkedHashMap<>();
        heads.forEach(head -> outputs.put(head.name(), head.apply(ops, features)));
        return outputs;
    }
}
