package io.facet.training.loss;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Brings what a network computed in half precision back to float32 before a loss sums over it: PyTorch does so by itself on a
 * GPU alone, and centres of mass or expected ages of bfloat16 probabilities are off by some thousandths.
 */
public final class FullPrecision {
    private FullPrecision() {}

    /** The same values; what is float32 already stays as it is. */
    public static <T> T of(Ops<T> ops, T values) {
        // Engines promote a half to the type of what is added to it.
        return ops.add(values, ops.constant(new HostTensor.Floats(Shape.of(1), new float[1])));
    }
}
