package io.facet.training.loss;

import java.util.List;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Age by label distribution and expectation (Gao et al., "Age Estimation Using Expectation of Label Distribution Learning",
 * 2018; used by Faceptor): KL divergence from a Gaussian about the true age, plus the absolute error of the expected age.
 *
 * @param normalization how logits become a distribution
 * @param sigma of the Gaussian in years; 2 in Gao et al.
 * @param errorWeight of the absolute error, in years, beside the divergence; 1 in Gao et al.
 */
public record AgeDistribution(Normalization normalization, double sigma, double errorWeight) {
    /** From logits to probabilities. */
    public enum Normalization {
        /** The paper's. */
        SOFTMAX,
        /** Faceptor's code: sigmoids divided by their sum. */
        SIGMOID;

        /**
         * Logits {@code [N, A]} whose softmax is the distribution, as bundles decode ages.
         *
         * @param outputs {@code [N, A]} of a network that was trained so
         */
        public <T> T logits(Ops<T> ops, T outputs) {
            return this == SOFTMAX ? outputs : logSigmoid(ops, outputs);
        }
    }

    private static final double LEAST = 1e-8;

    public AgeDistribution {
        if (!(sigma > 0) || !(errorWeight >= 0)) {
            throw new IllegalArgumentException(
                    "sigma is above 0 and the error's weight 0 or more, found " + sigma + " and " + errorWeight);
        }
    }

    /**
     * {@code [N]}.
     *
     * @param logits {@code [N, A]} of the ages 0 to A − 1
     * @param ages {@code [N, 1]} in years; what is above A − 1 counts as A − 1
     */
    public <T> T rows(Ops<T> ops, T logits, T ages) {
        int count = Math.toIntExact(ops.shape(logits).size(1));
        T capped = ops.clamp(ages, 0, count - 1.0);
        T truth = truth(ops, capped, count);
        T log = logProbabilities(ops, logits);
        T ratio = ops.subtract(ops.log(ops.clamp(truth, LEAST, 1)), log);
        T divergence = ops.sum(ops.multiply(truth, ratio), false, 1);
        T error = ops.abs(ops.subtract(expectation(ops, logits), ops.reshape(capped, -1)));
        return ops.add(divergence, ops.multiply(error, errorWeight));
    }

    /** Expected age in years, {@code [N]}. */
    public <T> T expectation(Ops<T> ops, T logits) {
        int count = Math.toIntExact(ops.shape(logits).size(1));
        return ops.sum(ops.multiply(ops.exp(logProbabilities(ops, logits)), years(ops, count)), false, 1);
    }

    private <T> T logProbabilities(Ops<T> ops, T logits) {
        return ops.logSoftmax(normalization.logits(ops, logits), 1);
    }

    /**
     * log σ(x), the first of log softmax(x, 0); a softmax of it is the sigmoids divided by their sum. Not by exponential
     * and logarithm of each value: bundles have this, too, and in ONNX Runtime those came out otherwise in the last bit with
     * the value's place in the batch.
     */
    private static <T> T logSigmoid(Ops<T> ops, T x) {
        long count = ops.shape(x).size(1);
        T single = ops.reshape(x, -1, count, 1);
        T pairs = ops.concat(2, List.of(single, ops.multiply(single, 0)));
        return ops.reshape(ops.slice(ops.logSoftmax(pairs, 2), 2, 0, 1), -1, count);
    }

    /** The Gaussian at whole years, divided by its sum. */
    private <T> T truth(Ops<T> ops, T ages, int count) {
        T distance = ops.subtract(years(ops, count), ages);
        return ops.softmax(ops.multiply(ops.multiply(distance, distance), -1 / (2 * sigma * sigma)), 1);
    }

    private static <T> T years(Ops<T> ops, int count) {
        float[] years = new float[count];
        for (int age = 0; age < count; age++) {
            years[age] = age;
        }
        return ops.constant(new HostTensor.Floats(Shape.of(1, count), years));
    }
}
