package io.facet.training.probe;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Features of samples and what they are.
 *
 * @param rows one for each sample, not empty
 * @param width numbers in one row
 */
public record LabelledFeatures(List<Row> rows, int width) {
    /**
     * One sample.
     *
     * @param key names it
     * @param feature not copied
     * @param label its class, from 0
     */
    public record Row(String key, float[] feature, int label) {}

    public LabelledFeatures {
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.feature().length != width || row.label() < 0) {
                throw new IllegalArgumentException(row.key() + ": expected " + width
                        + " features and a label from 0, found " + row.feature().length + " and " + row.label());
            }
        }
    }

    public int size() {
        return rows.size();
    }

    /** One more than the largest label. */
    int classes() {
        return 1 + rows.stream().mapToInt(Row::label).max().orElse(-1);
    }

    LabelledFeatures and(LabelledFeatures others) {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(others.rows);
        return new LabelledFeatures(all, width);
    }

    /** float32 {@code [N, W]}. */
    HostTensor.Floats features() {
        float[] values = new float[size() * width];
        for (int i = 0; i < size(); i++) {
            System.arraycopy(rows.get(i).feature(), 0, values, i * width, width);
        }
        return new HostTensor.Floats(Shape.of(size(), width), values);
    }

    /** int64 {@code [N]}. */
    HostTensor.Longs labels() {
        return new HostTensor.Longs(
                Shape.of(size()), rows.stream().mapToLong(Row::label).toArray());
    }
}
