package io.facet.training.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.bundle.ImageInput;

/**
 * What a bundle with a trained encoder says of itself.
 *
 * @param name of the bundle: letters, digits and {@code ._+-}
 * @param version of the bundle: as the name
 * @param licence SPDX expression, or {@code research-only}
 * @param summary one paragraph of Markdown for {@code card.md}: what it was trained on, and for what
 * @param normalization how pixels become the encoder's input
 * @param origin the parameters' file
 * @param runCard the run card's JSON file, where the encoder was trained here
 * @param scores measured scores by name
 */
public record EncoderRelease(
        String name,
        String version,
        String licence,
        String summary,
        Normalization normalization,
        Origin origin,
        Optional<Path> runCard,
        Map<String, Double> scores) {

    public EncoderRelease {
        scores = Map.copyOf(scores);
    }

    /**
     * A sample {@code v} in 0–255 becomes {@code (v / 255 − mean[c]) / std[c]}.
     *
     * @param mean of red, green and blue
     * @param std of red, green and blue
     */
    public record Normalization(List<Double> mean, List<Double> std) {
        public Normalization {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (mean.size() != 3 || std.size() != 3) {
                throw new IllegalArgumentException(
                        "expected 3 means and deviations, found " + mean.size() + " and " + std.size());
            }
        }

        /** The input of an encoder that reads pictures of this side. */
        ImageInput input(int side) {
            return new ImageInput(EncoderProgram.IMAGE, side, side, 1, ImageInput.ColorOrder.RGB, 1.0 / 255, mean, std);
        }
    }

    /**
     * Where the parameters come from.
     *
     * @param file name of the checkpoint or published file
     * @param sha256 its hash, lower-case hexadecimal
     * @param licence its licence
     * @param adaptations what was changed on the way, in order
     */
    public record Origin(String file, String sha256, String licence, List<String> adaptations) {
        public Origin {
            adaptations = List.copyOf(adaptations);
        }
    }
}
