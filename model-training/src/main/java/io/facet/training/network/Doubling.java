package io.facet.training.network;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A transposed convolution of kernel 2 and stride 2, which doubles a map's sides: {@code name.weight [in, out, 2, 2]},
 * uniform Glorot (each pixel of the result sees one of x), and, unless it has none, {@code name.bias [out]} from 0.
 *
 * @param name prefix of its parameters
 * @param in channels
 * @param out channels
 * @param bias whether there is one
 */
public record Doubling(String name, int in, int out, boolean bias) {
    /** One with bias. */
    public Doubling(String name, int in, int out) {
        this(name, in, out, true);
    }

    /** {@code [N, in, h, w]} → {@code [N, out, 2h, 2w]}. */
    public <T> T apply(Ops<T> ops, T x) {
        T weight = ops.parameter(
                new ParameterSpec(name + ".weight", Shape.of(in, out, 2, 2), Initialization.xavier(in, out)));
        Shape channels = Shape.of(out);
        T added = bias
                ? ops.parameter(new ParameterSpec(name + ".bias", channels, Initialization.zeros()))
                : ops.constant(new HostTensor.Floats(channels, new float[out]));
        return ops.convTranspose2d(x, weight, added, 2, 0);
    }
}
