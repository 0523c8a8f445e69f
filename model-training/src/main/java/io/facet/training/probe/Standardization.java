package io.facet.training.probe;

import java.util.Arrays;
import java.util.List;

/** Shifts and scales each feature to mean 0 and deviation 1, as measured on one set. */
record Standardization(double[] mean, double[] deviation) {
    /** Below this a feature is constant, and is left at 0. */
    private static final double CONSTANT = 1e-8;

    static Standardization of(LabelledFeatures set) {
        double[] mean = new double[set.width()];
        double[] squares = new double[set.width()];
        for (LabelledFeatures.Row row : set.rows()) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row.feature()[i] / set.size();
            }
        }
        for (LabelledFeatures.Row row : set.rows()) {
            for (int i = 0; i < mean.length; i++) {
                double difference = row.feature()[i] - mean[i];
                squares[i] += difference * difference / set.size();
            }
        }
        return new Standardization(mean, Arrays.stream(squares).map(Math::sqrt).toArray());
    }

    LabelledFeatures apply(LabelledFeatures set) {
        List<LabelledFeatures.Row> rows = set.rows().stream()
                .map(row -> new LabelledFeatures.Row(row.key(), apply(row.feature()), row.label()))
                .toList();
        return new LabelledFeatures(rows, set.width());
    }

    private float[] apply(float[] feature) {
        float[] scaled = new float[feature.length];
        for (int i = 0; i < feature.length; i++) {
            scaled[i] = deviation[i] < CONSTANT ? 0 : (float) ((feature[i] - mean[i]) / deviation[i]);
        }
        return scaled;
    }
}
