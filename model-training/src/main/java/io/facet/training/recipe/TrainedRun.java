package io.facet.training.recipe;

import java.nio.file.Path;

import io.facet.domain.UserError;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.CheckpointStore;

/**
 * What a run has come to: its newest sound checkpoint.
 *
 * @param recipe what was trained
 * @param checkpoint folder of the checkpoint
 * @param weights every parameter, averaged where averages are kept
 * @param card what it was made from
 */
public record TrainedRun(Recipe recipe, Path checkpoint, Parameters weights, RunCard card) {

    /**
     * Opens a run.
     *
     * @throws UserError if the folder is not that of a run, or has no sound checkpoint
     */
    public static TrainedRun open(Path run) {
        Recipe recipe = RunOrder.read(run).parsed();
        CheckpointStore store = new CheckpointStore(run, 1);
        Checkpoint checkpoint =
                store.latest().orElseThrow(() -> new UserError("expected checkpoints in " + run + ", found none"));
        return new TrainedRun(
                recipe,
                store.folder(checkpoint.progress().update()),
                checkpoint.state().weights(),
                checkpoint.card());
    }

    /**
     * The image encoder it trained.
     *
     * @throws UserError if it trained something else
     */
    public TrainedEncoder encoder() {
        if (recipe.encoder() == null) {
            throw new UserError("expected the run of an encoder, found " + recipe.name() + " in " + checkpoint);
        }
        return new TrainedEncoder(recipe.image(), weights.under("encoder."), recipe.mean(), recipe.std());
    }
}
