package io.facet.training.probe;

import java.util.List;

import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;

/**
 * An encoder to be probed.
 *
 * @param network its shape and the prefix of its parameters
 * @param parameters at least its own
 * @param mean by channel R, G, B, of samples in [0, 1]: what it was trained with
 * @param std as the mean
 */
public record ProbedEncoder(VisionTransformer network, Parameters parameters, List<Double> mean, List<Double> std) {
    private static final String NAME = "encoder";

    public ProbedEncoder {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
    }

    /** An encoder under the prefix {@code encoder.}; CLIP's layout takes CLIP's mean and deviation, MAE's ImageNet's. */
    public static ProbedEncoder of(VitSettings settings, Parameters parameters) {
        VisionTransformer network = new VisionTransformer(NAME, settings);
        return settings.preNorm()
                ? new ProbedEncoder(network, parameters, AugmentationSettings.CLIP_MEAN, AugmentationSettings.CLIP_STD)
                : new ProbedEncoder(
                        network, parameters, AugmentationSettings.IMAGENET_MEAN, AugmentationSettings.IMAGENET_STD);
    }

    /** The same network with fresh values: what the architecture alone is worth. */
    ProbedEncoder random(long seed) {
        FeatureProgram program = new FeatureProgram(network, FeaturePooling.CLASS);
        Parameters fresh =
                Parameters.initialize(Declaration.of(program, program.inputs()).parameters(), seed);
        return new ProbedEncoder(network, fresh, mean, std);
    }

    /** The largest centred square, resized, with no chance. */
    AugmentationSettings preparation() {
        return new AugmentationSettings(
                network.settings().imageSize(), null, null, null, null, null, null, null, null, mean, std);
    }
}
