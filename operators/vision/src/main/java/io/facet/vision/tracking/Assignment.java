package io.facet.vision.tracking;

import java.util.Arrays;

/**
 * The optimal assignment problem: pairs rows with columns so that the sum of their benefits is as large as it can be.
 *
 * <p>The shortest augmenting path form of the Hungarian method (Kuhn 1955; Jonker and Volgenant 1987), O(n²·m).
 * Deterministic: among equal solutions, the order of rows and columns alone decides.
 */
public final class Assignment {
    /** A row without a column. */
    public static final int NONE = -1;

    private Assignment() {}

    /**
     * @param benefit shape {@code [rows, columns]}, finite; pairs with a benefit of 0 or less are never made
     * @param columns number of columns
     * @return for each row its column, or {@link #NONE}
     */
    public static int[] best(double[][] benefit, int columns) {
        int rows = benefit.length;
        int[] columnOf = new int[rows];
        Arrays.fill(columnOf, NONE);
        if (rows == 0 || columns == 0) {
            return columnOf;
        }
        // The method pairs every row, so there must be at least as many columns.
        double[][] cost = rows <= columns ? costs(benefit, columns) : transposedCosts(benefit, columns);
        int[] rowOf = solve(cost);
        for (int column = 0; column < rowOf.length; column++) {
            int row = rowOf[column];
            if (row == NONE) {
                continue;
            }
            int benefitRow = rows <= columns ? row : column;
            int benefitColumn = rows <= columns ? column : row;
            if (benefit[benefitRow][benefitColumn] > 0) {
                columnOf[benefitRow] = benefitColumn;
            }
        }
        return columnOf;
    }

    private static double[][] costs(double[][] benefit, int columns) {
        double[][] cost = new double[benefit.length][columns];
        for (int row = 0; row < benefit.length; row++) {
            for (int column = 0; column < columns; column++) {
                cost[row][column] = -Math.max(0, benefit[row][column]);
            }
        }
        return cost;
    }

    private static double[][] transposedCosts(double[][] benefit, int columns) {
        double[][] cost = new double[columns][benefit.length];
        for (int row = 0; row < benefit.length; row++) {
            for (int column = 0; column < columns; column++) {
                cost[column][row] = -Math.max(0, benefit[row][column]);
            }
        }
        return cost;
    }

    /** The row of each column, {@link #NONE} for columns left over. Needs at least as many columns as rows. */
    private static int[] solve(double[][] cost) {
        int columns = cost[0].length;
        int[] rowOf = new int[columns];
        Arrays.fill(rowOf, NONE);
        double[] rowPotential = new double[cost.length];
        double[] columnPotential = new double[columns];
        for (int row = 0; row < cost.length; row++) {
            augment(cost, row, rowOf, rowPotential, columnPotential);
        }
        return rowOf;
    }

    /** Gives {@code newRow} a column by the cheapest chain of moves of the rows before it (Dijkstra). */
    private static void augment(
            double[][] cost, int newRow, int[] rowOf, double[] rowPotential, double[] columnPotential) {
        int columns = rowOf.length;
        double[] distance = new double[columns];
        int[] previous = new int[columns];
        boolean[] done = new boolean[columns];
        Arrays.fill(distance, Double.POSITIVE_INFINITY);
        Arrays.fill(previous, NONE);
        int column = NONE;
        int row = newRow;
        double reached = 0;
        while (row != NONE) {
            int nearest = NONE;
            for (int c = 0; c < columns; c++) {
                if (done[c]) {
                    continue;
                }
                double through = reached + cost[row][c] - rowPotential[row] - columnPotential[c];
                if (through < distance[c]) {
                    distance[c] = through;
                    previous[c] = column;
                }
                if (nearest == NONE || distance[c] < distance[nearest]) {
                    nearest = c;
                }
            }
            column = nearest;
            done[column] = true;
            reached = distance[column];
            row = rowOf[column];
        }
        rowPotential[newRow] += reached;
        for (int c = 0; c < columns; c++) {
            if (done[c]) {
                columnPotential[c] += distance[c] - reached;
                if (rowOf[c] != NONE) {
                    rowPotential[rowOf[c]] += reached - distance[c];
                }
            }
        }
        while (previous[column] != NONE) {
            rowOf[column] = rowOf[previous[column]];
            column = previous[column];
        }
        rowOf[column] = newRow;
    }
}
