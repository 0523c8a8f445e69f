package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * x Wᵀ + b with parameters {@code name.weight [out, in]} and, unless it has none, {@code name.bias [out]}, from 0.
 *
 * @param name prefix of its parameters
 * @param in size of the last axis of x
 * @param out size of the last axis of the result
 * @param bias whether there is one
 * @param initialization of the weight
 */
public record Linear(String name, int in, int out, boolean bias, Initialization initialization) {
    /** With bias, uniform Glorot weights (MAE's and timm's initialisation). */
    public static Linear xavier(String name, int in, int out) {
        return new Linear(name, in, out, true, Initialization.xavier(in, out));
    }

    /** With bias, normal weights. */
    public static Linear normal(String name, int in, int out, double standardDeviation) {
        return new Linear(name, in, out, true, Initialization.normal(standardDeviation));
    }

    /** The same without a bias. */
    public Linear withoutBias() {
        return new Linear(name, in, out, false, initialization);
    }

    /** {@code [..., in]} → {@code [..., out]}. */
    public <T> T apply(Ops<T> ops, T x) {
        T weight = ops.parameter(new ParameterSpec(name + ".weight", Shape.of(out, in), initialization));
        if (!bias) {
            return ops.linear(x, weight);
        }
        return ops.linear(
                x, weight, ops.parameter(new ParameterSpec(name + ".bias", Shape.of(out), Initialization.zeros())));
    }
}
