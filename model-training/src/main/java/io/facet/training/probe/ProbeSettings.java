package io.facet.training.probe;

import java.util.List;

/**
 * How a probe is trained and measured.
 *
 * @param penalties of the squared weights to choose among, by the cross-entropy on the validation part
 * @param validation share of the training part that is held back to choose
 * @param updates of the optimiser, each on all samples
 * @param rate of AdamW at first; falls to 0 by a cosine
 * @param resamples of the bootstrap
 * @param seed of the validation part and the bootstrap
 */
public record ProbeSettings(
        List<Double> penalties, double validation, int updates, double rate, int resamples, long seed) {
    public ProbeSettings {
        penalties = List.copyOf(penalties);
        if (penalties.isEmpty() || updates < 1 || resamples < 1) {
            throw new IllegalArgumentException("expected penalties, updates and resamples, found " + penalties.size()
                    + ", " + updates + " and " + resamples);
        }
    }

    public static ProbeSettings withSeed(long seed) {
        return new ProbeSettings(List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0), 0.1, 300, 0.02, 1000, seed);
    }
}
