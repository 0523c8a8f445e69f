package io.facet.training.network;

import io.facet.training.tensor.Ops;

/**
 * Averages square maps down to a size, whether or not it divides theirs: place i is the mean of places ⌊i·from/to⌋ to
 * ⌈(i+1)·from/to⌉ − 1, as PyTorch's {@code adaptive_avg_pool2d} does.
 *
 * @param from side of a map before
 * @param to side of a map after
 */
public record AveragePool(int from, int to) {
    public AveragePool {
        if (from < 1 || to < 1) {
            throw new IllegalArgumentException("a map's side is 1 or more, found " + from + " and " + to);
        }
    }

    /** {@code [N, C, from, from]} → {@code [N, C, to, to]}. */
    public <T> T apply(Ops<T> ops, T x) {
        AxisMatrix matrix = new AxisMatrix(from, to);
        for (int target = 0; target < to; target++) {
            int first = target * from / to;
            int end = ((target + 1) * from + to - 1) / to;
            for (int source = first; source < end; source++) {
                matrix.add(target, source, 1.0 / (end - first));
            }
        }
        return matrix.apply(ops, x);
    }
}
