package io.facet.training.pretrain;

import java.util.List;

import io.facet.training.network.DiscreteVaeSettings;

/**
 * How the discrete VAE of visual tokens is trained (Ramesh et al., 2021, §2.1).
 *
 * @param network its shape
 * @param reconstruction what is asked of the painted image
 * @param divergenceWeight of the divergence from uniform tokens beside the error of a pixel
 * @param normalization of the input, undone for {@link Reconstruction#LOGIT_LAPLACE}
 * @param annealing of the relaxation's temperature
 */
public record TokenizerOptions(
        DiscreteVaeSettings network,
        Reconstruction reconstruction,
        double divergenceWeight,
        Normalization normalization,
        TemperatureAnnealing annealing) {

    /** The error of the painted image. */
    public enum Reconstruction {
        /** Mean squared error of normalised pixels. */
        SQUARED_ERROR,
        /** −log density of the logit-Laplace distribution (Ramesh et al., 2021, appendix A.3). */
        LOGIT_LAPLACE;

        int channels() {
            return this == SQUARED_ERROR ? 3 : 6;
        }
    }

    /**
     * input = (pixel / 255 − mean) / deviation, by channel R, G, B.
     *
     * @param mean 3 values
     * @param deviation 3 values
     */
    public record Normalization(List<Double> mean, List<Double> deviation) {
        public Normalization {
            mean = List.copyOf(mean);
            deviation = List.copyOf(deviation);
            if (mean.size() != 3 || deviation.size() != 3) {
                throw new IllegalArgumentException(
                        "mean and deviation have 3 values each, found " + mean + " and " + deviation);
            }
        }
    }

    /** Squared error; the divergence counts as in the evidence lower bound per value of the image: 1 / 3p². */
    public static TokenizerOptions of(DiscreteVaeSettings network, Normalization normalization, long annealedBatches) {
        return new TokenizerOptions(
                network,
                Reconstruction.SQUARED_ERROR,
                1.0 / (3 * network.patch() * network.patch()),
                normalization,
                new TemperatureAnnealing(1, 1.0 / 16, annealedBatches));
    }
}
