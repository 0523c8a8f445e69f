package io.facet.training.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.CheckpointStore;
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
     * @throws UserError if there is none
     */
    public static TrainedEncoder open(Path path) {
        if (Files.isDirectory(path)) {
            return ofRun(path);
        }
        ImportedEncoder imported = EncoderImport.run(path, ImportOptions.defaults());
        boolean clip = imported.vit().preNorm();
        return new TrainedEncoder(
                imported.vit(),
                imported.parameters().under("encoder."),
                clip ? AugmentationSettings.CLIP_MEAN : AugmentationSettings.IMAGENET_MEAN,
                clip ? AugmentationSettings.CLIP_STD : AugmentationSettings.IMAGENET_STD);
    }

    private static TrainedEncoder ofRun(Path run) {
        Recipe recipe = RunOrder.read(run).parsed();
        if (recipe.encoder() == null) {
            throw new UserError("expected the run of an encoder, found " + recipe.name() + " in " + run);
        }
        AugmentationSettings transform = recipe.transform();
        return new TrainedEncoder(
                recipe.encoder().vit(recipe.farl() != null),
                latest(run).state().weights().under("encoder."),
                transform.mean(),
                transform.std());
    }

    /** The newest sound checkpoint of a run. */
    static Checkpoint latest(Path run) {
        return new CheckpointStore(run, 1)
                .latest()
                .orElseThrow(() -> new UserError("expected checkpoints in " + run + ", found none"));
    }
}
