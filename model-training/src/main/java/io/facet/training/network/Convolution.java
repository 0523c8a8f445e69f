package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A convolution that keeps the size: {@code name.weight [out, in, k, k]}, uniform Glorot, and, unless it has none, {@code
 * name.bias [out]} from 0.
 *
 * @param name prefix of its parameters
 * @param in channels
 * @param out channels
 * @param kernel side, odd
 * @param bias whether there is one
 */
public record Convolution(String name, int in, int out, int kernel, boolean bias) {
    /** One with bias. */
    public Convolution(String name, int in, int out, int kernel) {
        this(name, in, out, kernel, true);
    }

    /** {@code [N, in, h, w]} → {@code [N, out, h, w]}. */
    public <T> T apply(Ops<T> ops, T x) {
        long area = (long) kernel * kernel;
        T weight = ops.parameter(new ParameterSpec(
                name + ".weight", Shape.of(out, in, kernel, kernel), Initialization.xavier(in * area, out * area)));
        if (!bias) {
            return ops.conv2d(x, weight, 1, kernel / 2);
        }
        T added = ops.parameter(new ParameterSpec(name + ".bias", Shape.of(out), Initialization.zeros()));
        return ops.conv2d(x, weight, added, 1, kernel / 2);
    }
}
