package io.facet.training.loss;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/** Comparisons, which {@link Ops} has not, by steep slopes. Their gradients mean nothing: use where none passes. */
public final class Indicator {
    /** Steeper than any difference of two float32 values that are of the size of logits and differ. */
    private static final double STEEP = 1e9;

    private Indicator() {}

    /** 1 where x ≥ 0 is 0, else 0. */
    public static <T> T zero(Ops<T> ops, T x) {
        return ops.add(ops.multiply(ops.clamp(ops.multiply(x, STEEP), 0, 1), -1), 1);
    }

    /** 1 where x is above 0, else 0. */
    public static <T> T positive(Ops<T> ops, T x) {
        return ops.clamp(ops.multiply(x, STEEP), 0, 1);
    }

    /**
     * {@code [N, C]}: 1 at each row's class, else 0.
     *
     * @param classes int64 {@code [N]}
     * @param count C, below 2²⁴
     */
    public static <T> T oneHot(Ops<T> ops, T classes, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = i;
        }
        T column = ops.constant(new HostTensor.Floats(Shape.of(count, 1), numbers));
        T row = ops.constant(new HostTensor.Floats(Shape.of(1, count), numbers));
        T distance = ops.abs(ops.subtract(row, ops.gatherRows(column, classes)));
        return ops.add(ops.multiply(ops.clamp(distance, 0, 1), -1), 1);
    }
}
