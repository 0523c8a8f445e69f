package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * Two linear layers with ReLU between them: MCF's linear head and its projector (§4.2; hidden width, ReLU and batch norms
 * from the code, which follows MoCo v3).
 *
 * <p>Parameters: {@code name.first.weight [hidden, in]}, {@code name.norm.weight|bias [hidden]}, {@code name.second.weight
 * [out, hidden]}; without batch norm {@code name.first.bias} and {@code name.second.bias} in place of the norm's.
 *
 * @param name prefix of its parameters
 * @param in size of a feature
 * @param hidden size between the layers
 * @param out size of the result
 * @param norm where batch norm stands
 */
public record ContrastHead(String name, int in, int hidden, int out, Norm norm) {
    private static final double EPSILON = 1e-5;

    /** Batch norm, always with the statistics of the batch at hand over all processes: heads are not kept. */
    public enum Norm {
        /** None: the paper names none. */
        NONE,
        /** After the first layer: the code's projector. */
        HIDDEN,
        /** After both, the last without gain and bias: the code's linear head. */
        BOTH
    }

    /** {@code [B, in]} → {@code [B, out]}. */
    public <T> T apply(Ops<T> ops, T feature) {
        T first = layer("first", in, hidden).apply(ops, feature);
        T inner = norm == Norm.NONE ? first : scaled(ops, standardized(ops, first));
        T second = layer("second", hidden, out).apply(ops, ops.relu(inner));
        return norm == Norm.BOTH ? standardized(ops, second) : second;
    }

    private Linear layer(String which, int from, int to) {
        Linear layer = Linear.xavier(name + "." + which, from, to);
        return norm == Norm.NONE ? layer : layer.withoutBias();
    }

    /** Mean 0 and variance 1 over the batch, per channel. */
    private <T> T standardized(Ops<T> ops, T x) {
        T all = ops.gatherFromAll(x);
        T mean = ops.mean(all, true, 0);
        T deviation = ops.subtract(all, mean);
        T variance = ops.mean(ops.multiply(deviation, deviation), true, 0);
        return ops.divide(ops.subtract(x, mean), ops.sqrt(ops.add(variance, EPSILON)));
    }

    private <T> T scaled(Ops<T> ops, T x) {
        T gain = ops.parameter(new ParameterSpec(name + ".norm.weight", Shape.of(hidden), Initialization.ones()));
        T bias = ops.parameter(new ParameterSpec(name + ".norm.bias", Shape.of(hidden), Initialization.zeros()));
        return ops.add(ops.multiply(x, gain), bias);
    }
}
