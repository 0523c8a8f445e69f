package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * Batch norm over axis 1 with parameters {@code name.weight [C]}, {@code name.bias [C]} from 0 and the statistics {@code
 * name.runningMean [C]}, {@code name.runningVariance [C]}. Momentum 0.1, epsilon 1e-5, PyTorch's defaults.
 *
 * @param name prefix of its parameters
 * @param channels C
 * @param gain what the weight begins with: 1, or 0 for the last norm of a residual branch, so that training begins with
 *     the identity (Goyal et al., 2017)
 */
public record BatchNorm(String name, int channels, double gain) {
    private static final double MOMENTUM = 0.1;
    private static final double EPSILON = 1e-5;

    /** One that begins as the plain norm. */
    public BatchNorm(String name, int channels) {
        this(name, channels, 1);
    }

    /** {@code [N, C, ...]} → the same shape. */
    public <T> T apply(Ops<T> ops, T x) {
        Shape shape = Shape.of(channels);
        return ops.batchNorm(
                x,
                ops.parameter(new ParameterSpec(name + ".weight", shape, new Initialization.Constant(gain))),
                ops.parameter(new ParameterSpec(name + ".bias", shape, Initialization.zeros())),
                ops.parameter(ParameterSpec.statistic(name + ".runningMean", shape, Initialization.zeros())),
                ops.parameter(ParameterSpec.statistic(name + ".runningVariance", shape, Initialization.ones())),
                MOMENTUM,
                EPSILON);
    }
}
