package io.facet.training.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

import static io.facet.training.engine.Reference.indices;
import static io.facet.training.engine.Reference.positive;
import static io.facet.training.engine.Reference.values;

/** Every operation of {@link Ops} at inputs away from its kinks. */
public final class OperationCases<T> {
    private final List<OperationCase<T>> cases = new ArrayList<>();

    private OperationCases() {}

    public static <T> List<OperationCase<T>> all() {
        OperationCases<T> all = new OperationCases<>();
        all.elementWise();
        all.products();
        all.convolutions();
        all.shapes();
        all.rows();
        all.reductions();
        all.networks();
        return all.cases;
    }

    private void add(String name, BiFunction<Ops<T>, List<T>, T> operation, double[] expected, HostTensor... inputs) {
        cases.add(new OperationCase<>(name, List.of(inputs), operation, expected, true));
    }

    private void addWithoutGradient(
            String name, BiFunction<Ops<T>, List<T>, T> operation, double[] expected, HostTensor... inputs) {
        cases.add(new OperationCase<>(name, List.of(inputs), operation, expected, false));
    }

    private void each(
            String name, HostTensor.Floats x, BiFunction<Ops<T>, T, T> operation, DoubleUnaryOperator expected) {
        add(name, (ops, in) -> operation.apply(ops, in.get(0)), Reference.each(x, expected), x);
    }

    private void pairs(
            String name,
            HostTensor.Floats a,
            HostTensor.Floats b,
            BiFunction<Ops<T>, List<T>, T> operation,
            DoubleBinaryOperator expected) {
        double[] values = IntStream.range(0, a.values().length)
                .mapToDouble(i -> expected.applyAsDouble(a.values()[i], b.values()[i]))
                .toArray();
        add(name, operation, values, a, b);
    }

    private void elementWise() {
        HostTensor.Floats a = values(1, 2, 3);
        HostTensor.Floats b = positive(2, 2, 3);
        pairs("add", a, b, (ops, x) -> ops.add(x.get(0), x.get(1)), Double::sum);
        pairs("subtract", a, b, (ops, x) -> ops.subtract(x.get(0), x.get(1)), (l, r) -> l - r);
        pairs("multiply", a, b, (ops, x) -> ops.multiply(x.get(0), x.get(1)), (l, r) -> l * r);
        pairs("divide", a, b, (ops, x) -> ops.divide(x.get(0), x.get(1)), (l, r) -> l / r);
        each("add number", a, (ops, x) -> ops.add(x, 0.25), x -> x + 0.25);
        each("multiply by number", a, (ops, x) -> ops.multiply(x, -1.5), x -> x * -1.5);
        each("exp", a, Ops::exp, Math::exp);
        each("log", b, Ops::log, Math::log);
        each("sqrt", b, Ops::sqrt, Math::sqrt);
        each("abs", a, Ops::abs, Math::abs);
        each("relu", a, Ops::relu, x -> Math.max(x, 0));
        each("sigmoid", a, Ops::sigmoid, OperationCases::sigmoid);
        each("tanh", a, Ops::tanh, Math::tanh);
        each("quickGelu", a, Ops::quickGelu, x -> x * sigmoid(1.702 * x));
        each(
                "clamp",
                floats(Shape.of(4), -2, -0.3, 0.2, 0.9),
                (ops, x) -> ops.clamp(x, -0.5, 0.5),
                x -> Math.min(Math.max(x, -0.5), 0.5));
        HostTensor.Floats points = floats(Shape.of(5), -3, -1, 0, 0.5, 2);
        double[] gelu = {-0.00404969, -0.15865525, 0, 0.34573123, 1.95449974};
        add("gelu", (ops, x) -> ops.gelu(x.get(0)), gelu, points);
        HostTensor.Floats column = floats(Shape.of(2, 1), 10, 20);
        HostTensor.Floats row = floats(Shape.of(3), 1, 2, 3);
        double[] sums = {11, 12, 13, 21, 22, 23};
        add("add column and row", (ops, x) -> ops.add(x.get(0), x.get(1)), sums, column, row);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private void products() {
        HostTensor.Floats a = values(3, 3, 4);
        HostTensor.Floats b = values(4, 4, 2);
        double[] product = Reference.matmul(doubles(a), doubles(b), 3, 4, 2);
        add("matmul", (ops, x) -> ops.matmul(x.get(0), x.get(1)), product, a, b);
        HostTensor.Floats batch = new HostTensor.Floats(Shape.of(1, 3, 4), a.values());
        HostTensor.Floats twice = new HostTensor.Floats(Shape.of(2, 4, 1), b.values());
        double[] both = concat(
                Reference.matmul(doubles(a), doubles(b), 3, 4, 1),
                Reference.matmul(doubles(a), Arrays.copyOfRange(doubles(b), 4, 8), 3, 4, 1));
        add("matmul, one for a batch", (ops, x) -> ops.matmul(x.get(0), x.get(1)), both, batch, twice);
        HostTensor.Floats weight = values(5, 2, 4);
        HostTensor.Floats bias = values(6, 2);
        double[] linear = Reference.matmul(doubles(a), Reference.transpose(doubles(weight), 2, 4), 3, 4, 2);
        HostTensor.Floats tokens = new HostTensor.Floats(Shape.of(1, 3, 4), a.values());
        add("linear", (ops, x) -> ops.linear(x.get(0), x.get(1)), linear, tokens, weight);
        double[] biased = Reference.withBias(linear, bias.values());
        add("linear with bias", (ops, x) -> ops.linear(x.get(0), x.get(1), x.get(2)), biased, tokens, weight, bias);
    }

    private void convolutions() {
        HostTensor.Floats image = values(1, 2, 2, 5, 5);
        HostTensor.Floats weight = values(2, 3, 2, 3, 3);
        HostTensor.Floats bias = values(3, 3);
        double[] plain = Reference.conv2d(image, weight, new float[3], 1, 0);
        add("conv2d", (ops, x) -> ops.conv2d(x.get(0), x.get(1), 1, 0), plain, image, weight);
        double[] strided = Reference.conv2d(image, weight, bias.values(), 2, 1);
        add(
                "conv2d with stride, padding, bias",
                (ops, x) -> ops.conv2d(x.get(0), x.get(1), x.get(2), 2, 1),
                strided,
                image,
                weight,
                bias);
        HostTensor.Floats grouped = values(6, 4, 1, 3, 3);
        add(
                "conv2d in groups",
                (ops, x) -> ops.conv2d(x.get(0), x.get(1), 2, 1, 2),
                Reference.groupedConv2d(image, grouped, 2, 1, 2),
                image,
                grouped);
        HostTensor.Floats small = values(4, 1, 2, 3, 3);
        HostTensor.Floats spread = values(5, 2, 3, 4, 4);
        double[] doubled = Reference.convTranspose2d(small, spread, bias.values(), 2, 1);
        add(
                "convTranspose2d",
                (ops, x) -> ops.convTranspose2d(x.get(0), x.get(1), x.get(2), 2, 1),
                doubled,
                small,
                spread,
                bias);
        add(
                "enlarge",
                (ops, x) -> ops.enlarge(x.get(0), 2),
                new double[] {1, 1, 2, 2, 3, 3, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 4, 4, 5, 5, 6, 6},
                floats(Shape.of(1, 1, 2, 3), 1, 2, 3, 4, 5, 6));
    }

    private void shapes() {
        HostTensor.Floats x = floats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
        HostTensor.Floats first = floats(Shape.of(1, 2), 7, 8);
        HostTensor.Floats y = floats(Shape.of(2, 1), 9, 10);
        double[] same = {1, 2, 3, 4, 5, 6};
        double[] turned = {1, 4, 2, 5, 3, 6};
        add("reshape", (ops, in) -> ops.reshape(in.get(0), -1, 2), same, x);
        add("permute", (ops, in) -> ops.permute(in.get(0), 1, 0), turned, x);
        add("reshape of permuted", (ops, in) -> ops.reshape(ops.permute(in.get(0), 1, 0), -1), turned, x);
        double[] joined = {9, 1, 2, 3, 10, 4, 5, 6};
        add("concat", (ops, in) -> ops.concat(-1, List.of(in.get(1), in.get(0))), joined, x, y);
        add("slice", (ops, in) -> ops.slice(in.get(0), 1, 1, 3), new double[] {2, 3, 5, 6}, x);
        add("slice of last axis", (ops, in) -> ops.slice(in.get(0), -1, 0, 1), new double[] {1, 4}, x);
        double[] repeated = {7, 8, 7, 8};
        add("repeatAsBatchOf", (ops, in) -> ops.repeatAsBatchOf(in.get(0), in.get(1)), repeated, first, x);
        addWithoutGradient("stopGradient", (ops, in) -> ops.stopGradient(in.get(0)), same, x);
        add("checkpoint", (ops, in) -> ops.checkpoint(in.get(0), t -> ops.multiply(t, 2)), twice(same), x);
    }

    private void rows() {
        HostTensor.Floats table = floats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
        HostTensor.Longs three = indices(Shape.of(3), 2, 0, 2);
        HostTensor.Longs square = indices(Shape.of(2, 2), 0, 0, 1, 2);
        double[] chosen = {5, 6, 1, 2, 5, 6};
        double[] nested = {1, 2, 1, 2, 3, 4, 5, 6};
        add("gatherRows", (ops, x) -> ops.gatherRows(x.get(0), x.get(1)), chosen, table, three);
        add("gatherRows by a table", (ops, x) -> ops.gatherRows(x.get(0), x.get(1)), nested, table, square);
        HostTensor.Floats vector = floats(Shape.of(3), 7, 8, 9);
        add(
                "gatherRows of scalars",
                (ops, x) -> ops.gatherRows(x.get(0), x.get(1)),
                new double[] {9, 7, 9},
                vector,
                three);
        HostTensor.Floats cube = values(4, 3, 2, 2);
        double[] cubes = concat(part(cube, 8, 12), part(cube, 0, 4), part(cube, 8, 12));
        add("gatherRows of matrices", (ops, x) -> ops.gatherRows(x.get(0), x.get(1)), cubes, cube, three);
        HostTensor.Longs labels = indices(Shape.of(3), 1, 0, 1);
        add("pick", (ops, x) -> ops.pick(x.get(0), x.get(1)), new double[] {2, 3, 6}, table, labels);
        add("gatherFromAll", (ops, x) -> ops.gatherFromAll(x.get(0)), doubles(table), table);
        addWithoutGradient("rowsAmongAll", (ops, x) -> ops.rowsAmongAll(x.get(0)), new double[] {0, 1, 2}, table);
        addWithoutGradient(
                "argMax",
                (ops, x) -> ops.argMax(x.get(0), 1),
                new double[] {1, 0},
                floats(Shape.of(2, 3), 1, 5, 5, 4, 3, 4));
        addWithoutGradient("argMax of first axis", (ops, x) -> ops.argMax(x.get(0), 0), new double[] {2, 2}, table);
    }

    private void reductions() {
        HostTensor.Floats x = floats(Shape.of(2, 3), 1, 2, 6, 3, 5, 4);
        add("sum", (ops, in) -> ops.sum(in.get(0), false, 1), new double[] {9, 12}, x);
        add("sum, axis kept", (ops, in) -> ops.sum(in.get(0), true, -1), new double[] {9, 12}, x);
        add("sum of all", (ops, in) -> ops.sum(in.get(0), false, 0, 1), new double[] {21}, x);
        add("mean", (ops, in) -> ops.mean(in.get(0), false, 0), new double[] {2, 3.5, 5}, x);
        add("mean of two axes", (ops, in) -> ops.mean(in.get(0), true, 0, -1), new double[] {3.5}, x);
        add("mean of all", (ops, in) -> ops.mean(in.get(0)), new double[] {3.5}, x);
        HostTensor.Floats cube = values(1, 2, 3, 2);
        add("mean of two of three axes", (ops, in) -> ops.mean(in.get(0), false, 0, 2), middleMeans(cube), cube);
        add("max", (ops, in) -> ops.max(in.get(0), false, 1), new double[] {6, 5}, x);
        add("max, axis kept", (ops, in) -> ops.max(in.get(0), true, 0), new double[] {3, 5, 6}, x);
    }

    private void networks() {
        HostTensor.Floats x = values(1, 2, 4);
        HostTensor.Floats gain = values(2, 4);
        HostTensor.Floats bias = values(3, 4);
        double[] soft = Reference.softmax(doubles(x), 4);
        add("softmax", (ops, in) -> ops.softmax(in.get(0), -1), soft, x);
        double[] columns = Reference.transpose(Reference.softmax(Reference.transpose(doubles(x), 2, 4), 2), 4, 2);
        add("softmax of first axis", (ops, in) -> ops.softmax(in.get(0), 0), columns, x);
        double[] logs = Arrays.stream(soft).map(Math::log).toArray();
        add("logSoftmax", (ops, in) -> ops.logSoftmax(in.get(0), 1), logs, x);
        double[] normed = Reference.layerNorm(x, gain.values(), bias.values(), 1e-5);
        add("layerNorm", (ops, in) -> ops.layerNorm(in.get(0), in.get(1), in.get(2), 1e-5), normed, x, gain, bias);
        double[] coarse = Reference.layerNorm(x, gain.values(), bias.values(), 0.5);
        add(
                "layerNorm, large epsilon",
                (ops, in) -> ops.layerNorm(in.get(0), in.get(1), in.get(2), 0.5),
                coarse,
                x,
                gain,
                bias);
        batchNorm();
        add("normalize", (ops, in) -> ops.normalize(in.get(0)), new double[] {0.6, 0.8}, floats(Shape.of(1, 2), 3, 4));
        HostTensor.Floats query = values(4, 1, 1, 5, 4);
        HostTensor.Floats key = values(5, 1, 1, 5, 4);
        HostTensor.Floats value = values(6, 1, 1, 5, 4);
        for (boolean causal : new boolean[] {false, true}) {
            add(
                    causal ? "attention, causal" : "attention",
                    (ops, in) -> ops.attention(in.get(0), in.get(1), in.get(2), causal),
                    Reference.attention(query, key, value, causal),
                    query,
                    key,
                    value);
        }
    }

    /** By the running values: nothing is recorded. Its training is {@link OperationContract}'s. */
    private void batchNorm() {
        HostTensor.Floats gain = values(2, 3);
        HostTensor.Floats bias = values(3, 3);
        HostTensor.Floats mean = values(4, 3);
        HostTensor.Floats variance = positive(5, 3);
        for (HostTensor.Floats x : List.of(values(1, 2, 3, 2, 2), values(1, 4, 3))) {
            addWithoutGradient(
                    "batchNorm of " + x.shape(),
                    (ops, in) -> ops.batchNorm(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), 0.1, 1e-3),
                    Reference.batchNorm(x, gain.values(), bias.values(), doubles(mean), doubles(variance), 1e-3),
                    x,
                    gain,
                    bias,
                    mean,
                    variance);
        }
    }

    private static HostTensor.Floats floats(Shape shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return new HostTensor.Floats(shape, floats);
    }

    private static double[] doubles(HostTensor.Floats x) {
        return Reference.each(x, value -> value);
    }

    private static double[] part(HostTensor.Floats x, int from, int to) {
        return Arrays.copyOfRange(doubles(x), from, to);
    }

    private static double[] concat(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }

    private static double[] twice(double[] x) {
        return Arrays.stream(x).map(value -> 2 * value).toArray();
    }

    /** Of [2, 3, 2], by the middle axis. */
    private static double[] middleMeans(HostTensor.Floats cube) {
        double[] means = new double[3];
        for (int i = 0; i < cube.values().length; i++) {
            means[i / 2 % 3] += cube.values()[i] / 4;
        }
        return means;
    }
}
