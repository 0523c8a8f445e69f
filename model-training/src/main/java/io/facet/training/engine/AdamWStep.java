package io.facet.training.engine;

/**
 * Figures of one AdamW step for one parameter.
 *
 * @param rate learning rate, its group's factor included
 * @param weightDecay 0 for parameters that take none
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param step number of this step, from 1, for the correction of the bias of both moments
 */
public record AdamWStep(double rate, double weightDecay, double beta1, double beta2, double epsilon, long step) {
    public AdamWStep {
        if (step < 1) {
            throw new IllegalArgumentException("steps count from 1, found " + step);
        }
    }

    /** 1 − β₁ᵗ. */
    public double meanCorrection() {
        return 1 - Math.pow(beta1, step);
    }

    /** 1 − β₂ᵗ. */
    public double varianceCorrection() {
        return 1 - Math.pow(beta2, step);
    }
}
