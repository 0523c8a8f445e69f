package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/** Layer norm over the last axis with parameters {@code name.weight [width]}, from 1, and {@code name.bias [width]}, from 0. */
public record LayerNorm(String name, int width, double epsilon) {
    /** The same shape. */
    public <T> T apply(Ops<T> ops, T x) {
        T gain = ops.parameter(new ParameterSpec(name + ".weight", Shape.of(width), Initialization.ones()));
        T bias = ops.parameter(new ParameterSpec(name + ".bias", Shape.of(width), Initialization.zeros()));
        return ops.layerNorm(x, gain, bias, epsilon);
    }
}
