package io.facet.training.tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interprets a program for its shapes alone: which parameters it has, and which shapes come out. Computes nothing, so
 * that the largest network is declared in no time, and refuses a program whose shapes do not fit.
 */
public final class Declaration implements Ops<Shape> {
    private final Map<String, ParameterSpec> parameters = new LinkedHashMap<>();

    private Declaration() {}

    /**
     * What a program declares.
     *
     * @param parameters in the order of their first use
     * @param outputs shapes by name
     */
    public record Declared(List<ParameterSpec> parameters, Map<String, Shape> outputs) {
        public Declared {
            parameters = List.copyOf(parameters);
        }
    }

    /** Declares a program for inputs of these shapes, the batch {@link Shape#ANY}. */
    public static Declared of(Program program, Map<String, Shape> inputs) {
        Declaration declaration = new Declaration();
        Map<String, Shape> outputs = program.apply(declaration, inputs);
        return new Declared(new ArrayList<>(declaration.parameters.values()), outputs);
    }

    @Override
    public Shape parameter(ParameterSpec spec) {
        ParameterSpec known = parameters.putIfAbsent(spec.name(), spec);
        if (known != null && !known.shape().equals(spec.shape())) {
            throw new IllegalArgumentException("parameter " + spec.name() + " is declared with shape " + known.shape()
                    + " and with shape " + spec.shape());
        }
        return spec.shape();
    }

    @Override
    public Shape constant(HostTensor value) {
        return value.shape();
    }

    @Override
    public Shape shape(Shape x) {
        return x;
    }

    @Override
    public Shape add(Shape a, Shape b) {
        return ShapeRules.broadcast(a, b);
    }

    @Override
    public Shape subtract(Shape a, Shape b) {
        return ShapeRules.broadcast(a, b);
    }

    @Override
    public Shape multiply(Shape a, Shape b) {
        return ShapeRules.broadcast(a, b);
    }

    @Override
    public Shape divide(Shape a, Shape b) {
        return ShapeRules.broadcast(a, b);
    }

    @Override
    public Shape add(Shape x, double value) {
        return x;
    }

    @Override
    public Shape multiply(Shape x, double factor) {
        return x;
    }

    @Override
    public Shape exp(Shape x) {
        return x;
    }

    @Override
    public Shape log(Shape x) {
        return x;
    }

    @Override
    public Shape sqrt(Shape x) {
        return x;
    }

    @Override
    public Shape abs(Shape x) {
        return x;
    }

    @Override
    public Shape relu(Shape x) {
        return x;
    }

    @Override
    public Shape sigmoid(Shape x) {
        return x;
    }

    @Override
    public Shape tanh(Shape x) {
        return x;
    }

    @Override
    public Shape gelu(Shape x) {
        return x;
    }

    @Override
    public Shape clamp(Shape x, double low, double high) {
        return x;
    }

    @Override
    public Shape matmul(Shape a, Shape b) {
        return ShapeRules.matmul(a, b);
    }

    @Override
    public Shape linear(Shape x, Shape weight, Shape bias) {
        ShapeRules.bias(bias, weight.size(0));
        return ShapeRules.linear(x, weight);
    }

    @Override
    public Shape linear(Shape x, Shape weight) {
        return ShapeRules.linear(x, weight);
    }

    @Override
    public Shape conv2d(Shape x, Shape weight, Shape bias, int stride, int padding) {
        ShapeRules.bias(bias, weight.size(0));
        return ShapeRules.conv2d(x, weight, stride, padding);
    }

    @Override
    public Shape conv2d(Shape x, Shape weight, int stride, int padding) {
        return ShapeRules.conv2d(x, weight, stride, padding);
    }

    @Override
    public Shape conv2d(Shape x, Shape weight, int stride, int padding, int groups) {
        return ShapeRules.conv2d(x, weight, stride, padding, groups);
    }

    @Override
    public Shape convTranspose2d(Shape x, Shape weight, Shape bias, int stride, int padding) {
        ShapeRules.bias(bias, weight.size(1));
        return ShapeRules.convTranspose2d(x, weight, stride, padding);
    }

    @Override
    public Shape enlarge(Shape x, int factor) {
        return ShapeRules.enlarge(x, factor);
    }

    @Override
    public Shape reshape(Shape x, long... sizes) {
        return ShapeRules.reshape(x, sizes);
    }

    @Override
    public Shape permute(Shape x, int... axes) {
        return ShapeRules.permute(x, axes);
    }

    @Override
    public Shape concat(int axis, List<Shape> parts) {
        return ShapeRules.concat(axis, parts);
    }

    @Override
    public Shape slice(Shape x, int axis, long from, long to) {
        return ShapeRules.slice(x, axis, from, to);
    }

    @Override
    public Shape repeatAsBatchOf(Shape x, Shape like) {
        return ShapeRules.repeatAsBatchOf(x, like);
    }

    @Override
    public Shape gatherRows(Shape x, Shape indices) {
        return ShapeRules.gatherRows(x, indices);
    }

    @Override
    public Shape pick(Shape x, Shape indices) {
        return ShapeRules.pick(x, indices);
    }

    @Override
    public Shape sum(Shape x, boolean keepAxes, int... axes) {
        return ShapeRules.reduce(x, keepAxes, axes);
    }

    @Override
    public Shape mean(Shape x, boolean keepAxes, int... axes) {
        return ShapeRules.reduce(x, keepAxes, axes);
    }

    @Override
    public Shape max(Shape x, boolean keepAxes, int axis) {
        return ShapeRules.reduce(x, keepAxes, axis);
    }

    @Override
    public Shape argMax(Shape x, int axis) {
        return ShapeRules.reduce(x, false, axis);
    }

    @Override
    public Shape softmax(Shape x, int axis) {
        return x;
    }

    @Override
    public Shape logSoftmax(Shape x, int axis) {
        return x;
    }

    @Override
    public Shape layerNorm(Shape x, Shape gain, Shape bias, double epsilon) {
        return ShapeRules.layerNorm(x, gain, bias);
    }

    @Override
    public Shape batchNorm(
            Shape x,
            Shape gain,
            Shape bias,
            Shape runningMean,
            Shape runningVariance,
            double momentum,
            double epsilon) {
        return ShapeRules.batchNorm(x, gain, bias, runningMean, runningVariance);
    }

    @Override
    public Shape attention(Shape query, Shape key, Shape value, boolean causal) {
        return ShapeRules.attention(query, key, value);
    }

    @Override
    public Shape stopGradient(Shape x) {
        return x;
    }

    @Override
    public Shape rowsAmongAll(Shape x) {
        return Shape.of(x.size(0));
    }
}
