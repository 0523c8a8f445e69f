package io.facet.training.weights.encoder;

import java.util.List;
import java.util.Optional;

import io.facet.training.engine.Parameters;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;

/**
 * An encoder from a file, under the names of {@link io.facet.training.network}.
 *
 * @param vit the image encoder's shape
 * @param text the text encoder's shape, where the file has one
 * @param parameters {@code encoder.*} and, where the file has them, {@code text.*}, {@code projection.*} and {@code
 *     temperature.logScale}
 * @param ignored tensors that were left out, by reason
 * @param layout how the file names its tensors, for people
 * @param format the file's format, for people
 * @param sha256 of the file, lower-case hexadecimal
 * @param adaptations what was changed or assumed on the way, in order, for the lineage
 */
public record ImportedEncoder(
        VitSettings vit,
        Optional<TextSettings> text,
        Parameters parameters,
        List<Ignored> ignored,
        String layout,
        String format,
        String sha256,
        List<String> adaptations) {
    /** Tensors that were left out, naturally sorted, and why. */
    public record Ignored(String reason, List<String> names) {
        public Ignored {
            names = List.copyOf(names);
        }
    }

    public ImportedEncoder {
        ignored = List.copyOf(ignored);
        adaptations = List.copyOf(adaptations);
    }
}
