package io.facet.training.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.network.VitSettings;
import io.facet.training.weights.encoder.EncoderImport;
import io.facet.training.weights.encoder.ImportOptions;
import io.facet.training.weights.encoder.ImportedEncoder;

/**
 * An encoder that was trained: by one of our runs, or by others.
 *
 * @param vit its shape
 * @param parameters under {@code encoder.}
 * @param mean of its input, by channel
 * @param std of its input, by channel
 */
public record TrainedEncoder(VitSettings vit, Parameters parameters, List<Double> mean, List<Double> std) {

    /**
     * Opens an encoder.
     *
     * @param path folder of a run, of which the newest checkpoint is taken, or a file that {@link EncoderImport} reads
     * @throws io.facet.domain.UserError if there is none
     */
    public static TrainedEncoder open(Path path) {
        if (Files.isDirectory(path)) {
            return TrainedRun.open(path).encoder();
        }
        ImportedEncoder imported = EncoderImport.run(path, ImportOptions.defaults());
        boolean clip = imported.vit().preNorm();
        return new TrainedEncoder(
                imported.vit(),
                imported.parameters().under("encoder."),
                clip ? AugmentationSettings.CLIP_MEAN : AugmentationSettings.IMAGENET_MEAN,
                clip ? AugmentationSettings.CLIP_STD : AugmentationSettings.IMAGENET_STD);
    }
}
