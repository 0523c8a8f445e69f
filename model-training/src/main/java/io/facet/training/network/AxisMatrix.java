package io.facet.training.network;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * A linear map of square maps to another size, the same along both axes: two products with one constant matrix, so that
 * every interpreter of {@link Ops} has it.
 */
final class AxisMatrix {
    private final int from;
    private final int to;
    private final float[] weights;

    /**
     * @param from side before
     * @param to side after
     */
    AxisMatrix(int from, int to) {
        this.from = from;
        this.to = to;
        this.weights = new float[to * from];
    }

    /** Adds to the weight of a place before in a place after. */
    void add(int target, int source, double weight) {
        weights[target * from + source] += (float) weight;
    }

    /** {@code [N, C, from, from]} → {@code [N, C, to, to]}. */
    <T> T apply(Ops<T> ops, T x) {
        T matrix = ops.constant(new HostTensor.Floats(Shape.of(to, from), weights));
        return ops.matmul(matrix, ops.linear(x, matrix));
    }
}
