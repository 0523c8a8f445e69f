package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A transposed convolution of kernel 2 and stride 2, which doubles a map's sides: {@code name.weight [in, out, 2, 2]},
 * uniform Glorot (each pixel of the result sees one of x), and {@code name.bias [out]} from 0.
 *
 * @param name prefix of its parameters
 * @param in channels
 * @param out channels
 */
public record Doubling(String name, int in, int out) {
    /** {@code [N, in, h, w]} → {@code [N, out, 2h, 2w]}. */
    public <T> T apply(Ops<T> ops, T x) {
        T weight = ops.parameter(
                new ParameterSpec(name + ".weight", Shape.of(in, out, 2, 2), Initialization.xavier(in, out)));
        T bias = ops.parameter(new ParameterSpec(name + ".bias", Shape.of(out), Initialization.zeros()));
        return ops.convTranspose2d(x, weight, bias, 2, 0);
    }
}
