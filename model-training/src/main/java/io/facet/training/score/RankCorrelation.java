package io.facet.training.score;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Spearman's rank correlation: whether two numbers order faces alike, whatever their scales. Equal values share a rank. */
public final class RankCorrelation {
    private RankCorrelation() {}

    /**
     * @param one a number for each face
     * @param other another, in the same order
     * @return in [−1, 1]; empty where either is the same for all faces
     */
    public static OptionalDouble of(double[] one, double[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "expected one number a face on both sides, found %d and %d".formatted(one.length, other.length));
        }
        double[] first = ranks(one);
        double[] second = ranks(other);
        double mean = (one.length + 1) / 2.0;
        double together = 0;
        double firstSquares = 0;
        double secondSquares = 0;
        for (int i = 0; i < first.length; i++) {
            together += (first[i] - mean) * (second[i] - mean);
            firstSquares += (first[i] - mean) * (first[i] - mean);
            secondSquares += (second[i] - mean) * (second[i] - mean);
        }
        double scale = Math.sqrt(firstSquares * secondSquares);
        return scale == 0 ? OptionalDouble.empty() : OptionalDouble.of(together / scale);
    }

    private static double[] ranks(double[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(i -> i)
                .toArray();
        double[] ranks = new double[values.length];
        for (int from = 0; from < order.length; ) {
            int to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i : Arrays.copyOfRange(order, from, to)) {
                ranks[i] = (from + 1 + to) / 2.0;
            }
            from = to;
        }
        return ranks;
    }
}
