package io.facet.training.recipe;

import java.util.List;
import java.util.Optional;

import io.facet.training.data.BatchSource;
import io.facet.training.engine.Parameters;
import io.facet.training.pretrain.Objective;

/**
 * What a recipe becomes.
 *
 * @param objective what is minimised
 * @param given networks that were trained before
 * @param batches to train on
 * @param heldOut losses on held-out data, where they are asked for
 */
record ExperimentParts(Objective objective, List<Given> given, BatchSource batches, Optional<HeldOutLosses> heldOut) {

    /**
     * Values to begin with.
     *
     * @param prefix of the parameters that are meant
     * @param values by name
     * @param complete whether each parameter under the prefix must be there; else those are taken that fit
     */
    record Given(String prefix, Parameters values, boolean complete) {}
}
