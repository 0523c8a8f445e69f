package io.facet.training.engine;

import java.util.List;

/**
 * What is trained, and how AdamW treats each parameter.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay of the parameters that take any ({@link io.facet.training.tensor.ParameterSpec#decays()})
 * @param clipNorm gradients are scaled down to this global norm; 0 leaves them
 * @param frozen prefixes of names that are not trained
 * @param rateFactors learning rate factors by prefix of the name; the longest prefix that fits counts, else 1
 */
public record OptimizerSettings(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm,
        List<String> frozen,
        List<RateFactor> rateFactors) {

    /** A factor on the learning rate of the parameters whose names begin with the prefix. */
    public record RateFactor(String prefix, double factor) {}

    public OptimizerSettings {
        frozen = List.copyOf(frozen);
        rateFactors = List.copyOf(rateFactors);
    }

    /** AdamW's usual decays, with everything trained at one rate. */
    public static OptimizerSettings of(double weightDecay, double clipNorm) {
        return new OptimizerSettings(0.9, 0.999, 1e-8, weightDecay, clipNorm, List.of(), List.of());
    }

    boolean trains(String name) {
        return frozen.stream().noneMatch(name::startsWith);
    }

    double rateFactor(String name) {
        double factor = 1;
        int longest = -1;
        for (RateFactor candidate : rateFactors) {
            if (name.startsWith(candidate.prefix()) && candidate.prefix().length() > longest) {
                longest = candidate.prefix().length();
                factor = candidate.factor();
            }
        }
        return factor;
    }
}
