package io.facet.training.evaluate.task;

import java.util.List;

/** What the page draws. Charts of one title are drawn over each other when several bundles are compared. */
public sealed interface Chart {
    /** Unique within its task. */
    String title();

    /** One sentence under the title. */
    String note();

    /**
     * A named row of values.
     *
     * @param name shown in the legend; empty for the bundle's own
     * @param x positions; empty for bars
     * @param y values
     */
    record Series(String name, double[] x, double[] y) {}

    /**
     * Curves.
     *
     * @param xName of the axis, with its unit
     * @param yName of the axis, with its unit
     * @param logarithmic whether x is drawn so
     */
    record Curves(String title, String note, String xName, String yName, boolean logarithmic, List<Series> series)
            implements Chart {}

    /** Bars, one a category. */
    record Bars(String title, String note, String unit, List<String> categories, List<Series> series)
            implements Chart {}

    /** Points. */
    record Scatter(String title, String note, String xName, String yName, List<Series> series) implements Chart {}

    /**
     * A confusion matrix.
     *
     * @param labels of rows (truth) and columns (predicted)
     * @param counts row by row
     */
    record Confusion(String title, String note, List<String> labels, long[][] counts) implements Chart {}
}
