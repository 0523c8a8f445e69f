package io.facet.training.loop.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of figures read back from a {@link MetricsFile}.
 *
 * @param columns names
 * @param rows one value a column, in time's order
 */
public record MetricsTable(List<String> columns, List<double[]> rows) {
    public MetricsTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** The values of a column. */
    public double[] column(String name) {
        int column = columns.indexOf(name);
        if (column < 0) {
            throw new IllegalArgumentException("no column " + name + " among " + columns);
        }
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }

    /** Names of the loss parts: the columns after the fixed ones. */
    public List<String> losses() {
        return columns.isEmpty() ? List.of() : columns.subList(MetricsFile.FIXED.size(), columns.size());
    }

    /**
     * At most so many rows for a drawing: neighbours are merged, the mean of what varies with each update, the last value
     * of what only grows.
     */
    public MetricsTable sampled(int most) {
        if (rows.size() <= most) {
            return this;
        }
        List<double[]> merged = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int from = (int) ((long) i * rows.size() / most);
            int to = (int) ((long) (i + 1) * rows.size() / most);
            merged.add(merge(rows.subList(from, to)));
        }
        return new MetricsTable(columns, merged);
    }

    private double[] merge(List<double[]> group) {
        double[] result = group.get(group.size() - 1).clone();
        for (int column = MetricsFile.GROWING; column < result.length; column++) {
            int at = column;
            result[column] =
                    group.stream().mapToDouble(row -> row[at]).average().orElseThrow();
        }
        return result;
    }
}
