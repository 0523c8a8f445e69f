package io.facet.training.recipe;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.engine.OptimizerSettings;

/**
 * Batch and AdamW.
 *
 * @param batch images behind one update, over all processes; default 256
 * @param microBatch images of one pass of one process; default the whole batch. Contrast is over what the processes see in
 *     one pass
 * @param weightDecay default 0.05
 * @param clipNorm largest global norm of the gradients, 0 for no limit; default 1
 * @param beta1 default 0.9
 * @param beta2 default 0.999
 * @param epsilon default 1e-8
 * @param averageMomentum of an average of the parameters that is used for scores and export; default 0, none
 * @param frozen prefixes of parameters that are not trained
 * @param rateFactors learning rate factors by prefix
 */
public record OptimizerSection(
        Integer batch,
        Integer microBatch,
        Double weightDecay,
        Double clipNorm,
        Double beta1,
        Double beta2,
        Double epsilon,
        Double averageMomentum,
        List<String> frozen,
        List<OptimizerSettings.RateFactor> rateFactors) {
    public OptimizerSection {
        batch = Sections.or(batch, 256);
        microBatch = Sections.or(microBatch, batch);
        weightDecay = Sections.or(weightDecay, 0.05);
        clipNorm = Sections.or(clipNorm, 1.0);
        beta1 = Sections.or(beta1, 0.9);
        beta2 = Sections.or(beta2, 0.999);
        epsilon = Sections.or(epsilon, 1e-8);
        averageMomentum = Sections.or(averageMomentum, 0.0);
        frozen = List.copyOf(Sections.or(frozen, List.of()));
        rateFactors = List.copyOf(Sections.or(rateFactors, List.of()));
    }

    static OptimizerSection defaults() {
        return new OptimizerSection(null, null, null, null, null, null, null, null, null, null);
    }

    /** Passes behind one update. */
    int accumulation(int processes) {
        int once = microBatch * processes;
        if (batch % once != 0) {
            throw new IllegalArgumentException("the batch of " + batch + " is not a multiple of microBatch "
                    + microBatch + " x " + processes + " processes");
        }
        return batch / once;
    }

    OptimizerSettings settings(List<String> alsoFrozen) {
        List<String> all = new ArrayList<>(frozen);
        all.addAll(alsoFrozen);
        return new OptimizerSettings(beta1, beta2, epsilon, weightDecay, clipNorm, all, rateFactors);
    }
}
