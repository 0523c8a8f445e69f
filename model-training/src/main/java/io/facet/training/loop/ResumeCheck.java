package io.facet.training.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.card.RunDescription;
import io.facet.training.loop.checkpoint.Checkpoint;

/** Whether a checkpoint belongs to the run that would go on from it. */
final class ResumeCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ResumeCheck.class);

    private ResumeCheck() {}

    /** Refuses what would train on something else; warns of what makes the run another one than it was. */
    static void require(
            Checkpoint checkpoint,
            LoopSettings settings,
            RunDescription description,
            Experiment experiment,
            int processes) {
        checkpoint.requireFits(experiment.parameters());
        RunCard card = checkpoint.card();
        if (card.seed() != settings.seed()) {
            throw new UserError(
                    "the checkpoint is of a run with seed " + card.seed() + ", found seed " + settings.seed());
        }
        if (!card.data().equals(description.data())) {
            throw new UserError("the checkpoint is of a run on the data " + card.data() + ", found "
                    + description.data() + "; the data set has changed");
        }
        if (!card.recipeSha256().equals(description.recipeSha256())) {
            LOG.warn("the recipe has changed since the checkpoint: the run goes on with the new one");
        }
        if (card.hardware().processes() != processes) {
            LOG.warn(
                    "the checkpoint is of a run of {} processes, this one has {}: batches and losses will differ",
                    card.hardware().processes(),
                    processes);
        }
    }
}
