package io.facet.training.pretrain;

/**
 * A temperature that falls along a half cosine, then stays (Ramesh et al., 2021, appendix A.2: from 1 to 1/16).
 *
 * @param start at batch 0
 * @param end from the batch of number {@code batches} on
 * @param batches over which it falls
 */
public record TemperatureAnnealing(double start, double end, long batches) {
    public TemperatureAnnealing {
        if (!(end > 0 && start >= end) || batches < 1) {
            throw new IllegalArgumentException("the temperature falls to above 0 over 1 batch or more, found from "
                    + start + " to " + end + " over " + batches);
        }
    }

    /** The temperature of the batch of this number, from 0. */
    public double at(long batch) {
        double progress = Math.min(1, (double) batch / batches);
        return end + (start - end) * (1 + Math.cos(Math.PI * progress)) / 2;
    }
}
