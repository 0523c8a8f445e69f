package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.List;

import io.facet.domain.UserError;
import io.facet.training.engine.Parameters;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.text.ClipTokenizer;

/**
 * Image and text encoder of a run that trained both, with the projections to the space where they meet.
 *
 * @param image shape of the image encoder, under {@code encoder.}
 * @param text shape of the text encoder, under {@code text.}
 * @param embedding size of the common space; projections are under {@code projection.}
 * @param tokenizer of texts
 * @param parameters of all of them
 * @param mean of the image encoder's input, by channel
 * @param std of the image encoder's input, by channel
 */
public record TrainedImageText(
        VitSettings image,
        TextSettings text,
        int embedding,
        ClipTokenizer tokenizer,
        Parameters parameters,
        List<Double> mean,
        List<Double> std) {

    /**
     * Opens the newest checkpoint of a run.
     *
     * @throws UserError if the run trained no pair of image and text encoder
     */
    public static TrainedImageText open(Path run) {
        TrainedRun trained = TrainedRun.open(run);
        Recipe recipe = trained.recipe();
        if (recipe.farl() == null || !recipe.farl().contrast()) {
            throw new UserError("run %s: expected FaRL's pre-training with image-text contrast, found recipe %s"
                    .formatted(run, recipe.name()));
        }
        FarlSection.Text text = recipe.farl().text();
        ClipTokenizer tokenizer = text.vocabulary() == null
                ? ClipTokenizer.bytes()
                : ClipTokenizer.load(RunOrder.read(run).data().resolve(text.vocabulary()));
        return new TrainedImageText(
                recipe.image(),
                new TextSettings(tokenizer.size(), text.context(), text.width(), text.layers(), text.heads()),
                recipe.farl().embedding(),
                tokenizer,
                trained.weights(),
                recipe.mean(),
                recipe.std());
    }
}
