package io.facet.training.data.source.matlab;

import java.util.Arrays;

/**
 * A numeric array of MATLAB, logical and character arrays included.
 *
 * @param dims size along each axis, at least two: rows, columns, …
 * @param values column by column, as MATLAB keeps them; not copied
 */
public record MatlabArray(int[] dims, double[] values) {
    public MatlabArray {
        long size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        if (dims.length < 2 || size != values.length) {
            throw new IllegalArgumentException(
                    "expected an array of %s, found %d numbers".formatted(Arrays.toString(dims), values.length));
        }
    }

    /** Number of rows. */
    public int rows() {
        return dims[0];
    }

    /** Number of columns, all further axes laid one after the other. */
    public int columns() {
        return dims[0] == 0 ? 0 : values.length / dims[0];
    }

    /** The value in a row and a column, from 0. */
    public double at(int row, int column) {
        return values[column * dims[0] + row];
    }

    /** The values as characters. */
    public String text() {
        StringBuilder text = new StringBuilder(values.length);
        for (double value : values) {
            text.append((char) value);
        }
        return text.toString();
    }
}
