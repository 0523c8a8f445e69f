package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.Map;

import io.facet.training.loop.Experiment;
import io.facet.training.loop.LoopSettings;

/** What a recipe trains, its data opened. */
public interface RecipeExperiment extends Experiment {
    /**
     * Opens what a run trains.
     *
     * @throws io.facet.domain.UserError if data or a network it needs is missing, or does not fit
     */
    static RecipeExperiment open(RunOrder order, Pretraining.Share share) {
        return order.parsed().detector() == null
                ? Pretraining.open(order, share)
                : DetectorTraining.open(order, share);
    }

    /** SHA-256 by data set. */
    Map<String, String> fingerprints();

    /** How the loop trains it. */
    LoopSettings loop(Path output, int processes);
}
