package io.facet.training.recipe;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.engine.OptimizerSettings;
import io.facet.training.loop.schedule.LayerwiseDecay;

/**
 * Batch and AdamW.
 *
 * @param batch images behind one update, over all processes; default 256, in fine-tuning the parts of the sets together
 * @param microBatch images of one pass of one process; default the whole batch. Contrast is over what the processes see in
 *     one pass
 * @param weightDecay default 0.05
 * @param clipNorm largest global norm of the gradients, 0 for no limit; default 1
 * @param beta1 default 0.9
 * @param beta2 default 0.999
 * @param epsilon default 1e-8
 * @param averageMomentum of an average of the parameters that is used for scores and export; default 0, none
 * @param frozen prefixes of parameters that are not trained
 * @param layerDecay factor on the learning rate from one block of the encoder to the one below; default 1, none
 * @param rateFactors learning rate factors by prefix; of a prefix that {@code layerDecay} has, too, this one counts
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
        Double layerDecay,
        List<OptimizerSettings.RateFactor> rateFactors) {
    public OptimizerSection {
        weightDecay = Sections.or(weightDecay, 0.05);
        clipNorm = Sections.or(clipNorm, 1.0);
        beta1 = Sections.or(beta1, 0.9);
        beta2 = Sections.or(beta2, 0.999);
        epsilon = Sections.or(epsilon, 1e-8);
        averageMomentum = Sections.or(averageMomentum, 0.0);
        frozen = List.copyOf(Sections.or(frozen, List.of()));
        layerDecay = Sections.or(layerDecay, 1.0);
        rateFactors = List.copyOf(Sections.or(rateFactors, List.of()));
        Sections.require(batch == null || batch >= 1, "batch", "1 or more", batch);
        Sections.require(microBatch == null || microBatch >= 1, "microBatch", "1 or more", microBatch);
        Sections.require(weightDecay >= 0, "weightDecay", "0 or more", weightDecay);
        Sections.require(clipNorm >= 0, "clipNorm", "0 (no limit) or more", clipNorm);
        Sections.require(beta1 >= 0 && beta1 < 1, "beta1", "0 to below 1", beta1);
        Sections.require(beta2 >= 0 && beta2 < 1, "beta2", "0 to below 1", beta2);
        Sections.require(epsilon > 0, "epsilon", "above 0", epsilon);
        Sections.require(
                averageMomentum >= 0 && averageMomentum < 1, "averageMomentum", "0 (none) to below 1", averageMomentum);
        Sections.require(layerDecay > 0 && layerDecay <= 1, "layerDecay", "above 0 and at most 1", layerDecay);
    }

    static OptimizerSection defaults() {
        return new OptimizerSection(null, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same with these sizes where none are given. */
    OptimizerSection completed(int usualBatch, Integer usualMicroBatch) {
        int size = Sections.or(batch, usualBatch);
        return new OptimizerSection(
                size,
                Sections.or(microBatch, Sections.or(usualMicroBatch, size)),
                weightDecay,
                clipNorm,
                beta1,
                beta2,
                epsilon,
                averageMomentum,
                frozen,
                layerDecay,
                rateFactors);
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

    /**
     * How AdamW treats the parameters.
     *
     * @param alsoFrozen prefixes that the objective does not train
     * @param blocks of the encoder; 0 where there is none
     */
    OptimizerSettings settings(List<String> alsoFrozen, int blocks) {
        List<String> all = new ArrayList<>(frozen);
        all.addAll(alsoFrozen);
        List<OptimizerSettings.RateFactor> factors = new ArrayList<>(rateFactors);
        if (layerDecay < 1 && blocks > 0) {
            factors.addAll(LayerwiseDecay.of("encoder", blocks, layerDecay));
        }
        return new OptimizerSettings(beta1, beta2, epsilon, weightDecay, clipNorm, all, factors);
    }
}
