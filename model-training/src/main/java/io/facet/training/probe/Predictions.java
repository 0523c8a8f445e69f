package io.facet.training.probe;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/** Classes as they are, and as they were predicted, sample by sample. */
record Predictions(int[] actual, int[] predicted, int classes) {
    int size() {
        return actual.length;
    }

    double accuracy() {
        int correct = 0;
        for (int i = 0; i < size(); i++) {
            correct += actual[i] == predicted[i] ? 1 : 0;
        }
        return (double) correct / size();
    }

    double balancedAccuracy() {
        int[] tested = count(false);
        int[] correct = count(true);
        double sum = 0;
        int present = 0;
        for (int label = 0; label < classes; label++) {
            if (tested[label] > 0) {
                sum += (double) correct[label] / tested[label];
                present++;
            }
        }
        return sum / present;
    }

    /** Samples of each class; only those predicted rightly if asked so. */
    int[] count(boolean correctOnly) {
        int[] counts = new int[classes];
        for (int i = 0; i < size(); i++) {
            if (!correctOnly || actual[i] == predicted[i]) {
                counts[actual[i]]++;
            }
        }
        return counts;
    }

    /** A score with the percentile bootstrap's interval (Efron and Tibshirani, 1993, section 13.3). */
    Figure figure(ToDoubleFunction<Predictions> score, int resamples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            scores[i] = score.applyAsDouble(resampled(random));
        }
        Arrays.sort(scores);
        return new Figure(score.applyAsDouble(this), percentile(scores, 0.025), percentile(scores, 0.975));
    }

    private Predictions resampled(SplittableRandom random) {
        int[] drawnActual = new int[size()];
        int[] drawnPredicted = new int[size()];
        for (int i = 0; i < size(); i++) {
            int drawn = random.nextInt(size());
            drawnActual[i] = actual[drawn];
            drawnPredicted[i] = predicted[drawn];
        }
        return new Predictions(drawnActual, drawnPredicted, classes);
    }

    private static double percentile(double[] sorted, double share) {
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
