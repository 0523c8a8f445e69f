package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A convolution without bias, padded to keep the size at stride 1, and a {@link BatchNorm}. Parameters {@code
 * name.conv.weight [out, in/groups, k, k]} (He et al., 2015) and {@code name.norm}.
 *
 * @param name prefix of its parameters
 * @param in channels
 * @param out channels
 * @param kernel side, odd
 * @param stride of the convolution
 * @param groups 1, or {@code in} for a depthwise convolution
 * @param gain what the norm's weight begins with
 */
public record ConvNorm(String name, int in, int out, int kernel, int stride, int groups, double gain) {
    /** A dense one, its norm beginning plain. */
    public ConvNorm(String name, int in, int out, int kernel, int stride) {
        this(name, in, out, kernel, stride, 1, 1);
    }

    /** {@code [N, in, h, w]} → {@code [N, out, ⌈h/stride⌉, ⌈w/stride⌉]}. */
    public <T> T apply(Ops<T> ops, T x) {
        long fan = (long) in / groups * kernel * kernel;
        T weight = ops.parameter(new ParameterSpec(
                name + ".conv.weight",
                Shape.of(out, in / groups, kernel, kernel),
                Initialization.normal(Math.sqrt(2.0 / fan))));
        return new BatchNorm(name + ".norm", out, gain).apply(ops, ops.conv2d(x, weight, stride, kernel / 2, groups));
    }

    /** The same and a ReLU. */
    public <T> T activated(Ops<T> ops, T x) {
        return ops.relu(apply(ops, x));
    }
}
