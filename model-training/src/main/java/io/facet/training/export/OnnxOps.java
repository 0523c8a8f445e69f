package io.facet.training.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import io.facet.inference.onnx.NodeAttribute;
import io.facet.inference.session.ElementType;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;
import io.facet.training.tensor.ShapeRules;

/** Interprets a program by writing a node, or a few, for each operation. */
final class OnnxOps implements Ops<GraphTensor> {
    private final NodeWriter nodes;

    OnnxOps(NodeWriter nodes) {
        this.nodes = nodes;
    }

    @Override
    public GraphTensor parameter(ParameterSpec spec) {
        return nodes.parameter(spec);
    }

    @Override
    public GraphTensor constant(HostTensor value) {
        return nodes.constant(value);
    }

    @Override
    public Shape shape(GraphTensor x) {
        return x.shape();
    }

    @Override
    public GraphTensor add(GraphTensor a, GraphTensor b) {
        return elementwise("Add", a, b);
    }

    @Override
    public GraphTensor subtract(GraphTensor a, GraphTensor b) {
        return elementwise("Sub", a, b);
    }

    @Override
    public GraphTensor multiply(GraphTensor a, GraphTensor b) {
        return elementwise("Mul", a, b);
    }

    @Override
    public GraphTensor divide(GraphTensor a, GraphTensor b) {
        return elementwise("Div", a, b);
    }

    @Override
    public GraphTensor add(GraphTensor x, double value) {
        return elementwise("Add", x, nodes.scalar(value));
    }

    @Override
    public GraphTensor multiply(GraphTensor x, double factor) {
        return elementwise("Mul", x, nodes.scalar(factor));
    }

    @Override
    public GraphTensor exp(GraphTensor x) {
        return elementwise("Exp", x);
    }

    @Override
    public GraphTensor log(GraphTensor x) {
        return elementwise("Log", x);
    }

    @Override
    public GraphTensor sqrt(GraphTensor x) {
        return elementwise("Sqrt", x);
    }

    @Override
    public GraphTensor abs(GraphTensor x) {
        return elementwise("Abs", x);
    }

    @Override
    public GraphTensor relu(GraphTensor x) {
        return elementwise("Relu", x);
    }

    @Override
    public GraphTensor sigmoid(GraphTensor x) {
        return elementwise("Sigmoid", x);
    }

    @Override
    public GraphTensor tanh(GraphTensor x) {
        return elementwise("Tanh", x);
    }

    @Override
    public GraphTensor gelu(GraphTensor x) {
        return elementwise("Gelu", x);
    }

    @Override
    public GraphTensor clamp(GraphTensor x, double low, double high) {
        return nodes.floats("Clip", x.shape(), List.of(x, nodes.scalar(low), nodes.scalar(high)));
    }

    @Override
    public GraphTensor matmul(GraphTensor a, GraphTensor b) {
        return nodes.floats("MatMul", ShapeRules.matmul(a.shape(), b.shape()), List.of(a, b));
    }

    @Override
    public GraphTensor linear(GraphTensor x, GraphTensor weight, GraphTensor bias) {
        ShapeRules.bias(bias.shape(), weight.shape().size(0));
        return add(linear(x, weight), bias);
    }

    /** The weight keeps its layout in the file; ONNX Runtime transposes it once, when it loads. */
    @Override
    public GraphTensor linear(GraphTensor x, GraphTensor weight) {
        ShapeRules.linear(x.shape(), weight.shape());
        return matmul(x, permute(weight, 1, 0));
    }

    @Override
    public GraphTensor conv2d(GraphTensor x, GraphTensor weight, GraphTensor bias, int stride, int padding) {
        ShapeRules.bias(bias.shape(), weight.shape().size(0));
        Shape shape = ShapeRules.conv2d(x.shape(), weight.shape(), stride, padding);
        return nodes.floats("Conv", shape, List.of(x, weight, bias), window(stride, padding));
    }

    @Override
    public GraphTensor conv2d(GraphTensor x, GraphTensor weight, int stride, int padding) {
        Shape shape = ShapeRules.conv2d(x.shape(), weight.shape(), stride, padding);
        return nodes.floats("Conv", shape, List.of(x, weight), window(stride, padding));
    }

    @Override
    public GraphTensor conv2d(GraphTensor x, GraphTensor weight, int stride, int padding, int groups) {
        Shape shape = ShapeRules.conv2d(x.shape(), weight.shape(), stride, padding, groups);
        List<NodeAttribute> attributes = new ArrayList<>(List.of(window(stride, padding)));
        attributes.add(new NodeAttribute.Int("group", groups));
        return nodes.floats("Conv", shape, List.of(x, weight), attributes.toArray(NodeAttribute[]::new));
    }

    @Override
    public GraphTensor convTranspose2d(GraphTensor x, GraphTensor weight, GraphTensor bias, int stride, int padding) {
        ShapeRules.bias(bias.shape(), weight.shape().size(1));
        Shape shape = ShapeRules.convTranspose2d(x.shape(), weight.shape(), stride, padding);
        return nodes.floats("ConvTranspose", shape, List.of(x, weight, bias), window(stride, padding));
    }

    /** One node, which needs to know neither height nor width. */
    @Override
    public GraphTensor enlarge(GraphTensor x, int factor) {
        NodeWriter.requireType("enlarge", ElementType.FLOAT32, x);
        return nodes.node(
                "Resize",
                ShapeRules.enlarge(x.shape(), factor),
                ElementType.FLOAT32,
                List.of(x.name(), "", nodes.reals(1, 1, factor, factor)),
                new NodeAttribute.Text("mode", "nearest"),
                new NodeAttribute.Text("coordinate_transformation_mode", "asymmetric"),
                new NodeAttribute.Text("nearest_mode", "floor"));
    }

    @Override
    public GraphTensor reshape(GraphTensor x, long... sizes) {
        Shape shape = ShapeRules.reshape(x.shape(), sizes);
        return nodes.node("Reshape", shape, x.type(), List.of(x.name(), nodes.ints(sizes)));
    }

    @Override
    public GraphTensor permute(GraphTensor x, int... axes) {
        List<Long> order = IntStream.of(axes).asLongStream().boxed().toList();
        return nodes.node(
                "Transpose",
                ShapeRules.permute(x.shape(), axes),
                x.type(),
                List.of(x.name()),
                new NodeAttribute.Ints("perm", order));
    }

    @Override
    public GraphTensor concat(int axis, List<GraphTensor> parts) {
        Shape shape =
                ShapeRules.concat(axis, parts.stream().map(GraphTensor::shape).toList());
        return nodes.node(
                "Concat",
                shape,
                parts.get(0).type(),
                parts.stream().map(GraphTensor::name).toList(),
                new NodeAttribute.Int("axis", shape.axis(axis)));
    }

    @Override
    public GraphTensor slice(GraphTensor x, int axis, long from, long to) {
        return nodes.node(
                "Slice",
                ShapeRules.slice(x.shape(), axis, from, to),
                x.type(),
                List.of(
                        x.name(),
                        nodes.ints(from),
                        nodes.ints(to),
                        nodes.ints(x.shape().axis(axis))));
    }

    @Override
    public GraphTensor repeatAsBatchOf(GraphTensor x, GraphTensor like) {
        Shape shape = ShapeRules.repeatAsBatchOf(x.shape(), like.shape());
        Shape sizes = Shape.of(shape.rank());
        GraphTensor batch = nodes.node(
                "Shape",
                Shape.of(1),
                ElementType.INT64,
                List.of(like.name()),
                new NodeAttribute.Int("start", 0),
                new NodeAttribute.Int("end", 1));
        long[] others = new long[shape.rank() - 1];
        Arrays.fill(others, 1);
        GraphTensor target = others.length == 0
                ? batch
                : nodes.node(
                        "Concat",
                        sizes,
                        ElementType.INT64,
                        List.of(batch.name(), nodes.ints(others)),
                        new NodeAttribute.Int("axis", 0));
        return nodes.node("Expand", shape, x.type(), List.of(x.name(), target.name()));
    }

    @Override
    public GraphTensor gatherRows(GraphTensor x, GraphTensor indices) {
        NodeWriter.requireType("gatherRows", ElementType.INT64, indices);
        Shape shape = ShapeRules.gatherRows(x.shape(), indices.shape());
        return nodes.node(
                "Gather", shape, x.type(), List.of(x.name(), indices.name()), new NodeAttribute.Int("axis", 0));
    }

    @Override
    public GraphTensor pick(GraphTensor x, GraphTensor indices) {
        NodeWriter.requireType("pick", ElementType.INT64, indices);
        Shape picked = ShapeRules.pick(x.shape(), indices.shape());
        GraphTensor columns = reshape(indices, -1, 1);
        GraphTensor column = nodes.node(
                "GatherElements",
                columns.shape(),
                x.type(),
                List.of(x.name(), columns.name()),
                new NodeAttribute.Int("axis", 1));
        return nodes.node("Squeeze", picked, x.type(), List.of(column.name(), nodes.ints(1)));
    }

    @Override
    public GraphTensor sum(GraphTensor x, boolean keepAxes, int... axes) {
        return accumulate("ReduceSum", x, keepAxes, axes);
    }

    @Override
    public GraphTensor mean(GraphTensor x, boolean keepAxes, int... axes) {
        return accumulate("ReduceMean", x, keepAxes, axes);
    }

    @Override
    public GraphTensor max(GraphTensor x, boolean keepAxes, int axis) {
        return reduce("ReduceMax", x, keepAxes, axis);
    }

    @Override
    public GraphTensor argMax(GraphTensor x, int axis) {
        return nodes.node(
                "ArgMax",
                ShapeRules.reduce(x.shape(), false, axis),
                ElementType.INT64,
                List.of(x.name()),
                new NodeAttribute.Int("axis", x.shape().axis(axis)),
                new NodeAttribute.Int("keepdims", 0));
    }

    @Override
    public GraphTensor softmax(GraphTensor x, int axis) {
        return nodes.floats(
                "Softmax",
                x.shape(),
                List.of(x),
                new NodeAttribute.Int("axis", x.shape().axis(axis)));
    }

    @Override
    public GraphTensor logSoftmax(GraphTensor x, int axis) {
        return nodes.floats(
                "LogSoftmax",
                x.shape(),
                List.of(x),
                new NodeAttribute.Int("axis", x.shape().axis(axis)));
    }

    @Override
    public GraphTensor layerNorm(GraphTensor x, GraphTensor gain, GraphTensor bias, double epsilon) {
        return nodes.floats(
                "LayerNormalization",
                ShapeRules.layerNorm(x.shape(), gain.shape(), bias.shape()),
                List.of(x, gain, bias),
                new NodeAttribute.Int("axis", -1),
                new NodeAttribute.Real("epsilon", (float) epsilon));
    }

    /** By the running values: a graph is for use, not for training. */
    @Override
    public GraphTensor batchNorm(
            GraphTensor x,
            GraphTensor gain,
            GraphTensor bias,
            GraphTensor runningMean,
            GraphTensor runningVariance,
            double momentum,
            double epsilon) {
        Shape shape = ShapeRules.batchNorm(
                x.shape(), gain.shape(), bias.shape(), runningMean.shape(), runningVariance.shape());
        return nodes.floats(
                "BatchNormalization",
                shape,
                List.of(x, gain, bias, runningMean, runningVariance),
                new NodeAttribute.Real("epsilon", (float) epsilon));
    }

    /** Of single operations: ONNX Runtime has no fused one that is faster on a CPU. */
    @Override
    public GraphTensor attention(GraphTensor query, GraphTensor key, GraphTensor value, boolean causal) {
        ShapeRules.attention(query.shape(), key.shape(), value.shape());
        double scale = 1 / Math.sqrt(query.shape().size(3));
        GraphTensor scores = matmul(multiply(query, scale), permute(key, 0, 1, 3, 2));
        if (causal) {
            scores = add(scores, nodes.mask(scores.shape()));
        }
        return matmul(softmax(scores, -1), value);
    }

    @Override
    public GraphTensor stopGradient(GraphTensor x) {
        return x;
    }

    @Override
    public GraphTensor rowsAmongAll(GraphTensor x) {
        throw new UnsupportedOperationException(
                "rowsAmongAll cannot be exported: it asks for the processes of a training run");
    }

    private GraphTensor elementwise(String operator, GraphTensor... operands) {
        Shape shape = Arrays.stream(operands)
                .map(GraphTensor::shape)
                .reduce(ShapeRules::broadcast)
                .orElseThrow();
        return nodes.floats(operator, shape, List.of(operands));
    }

    /**
     * A sum along axes that are not the last ones is taken in another order for a batch of one than for others: ONNX
     * Runtime leaves out axes of size one before it chooses. An item's result must not depend on its batch, to the bit.
     */
    private GraphTensor accumulate(String operator, GraphTensor x, boolean keepAxes, int... axes) {
        Set<Integer> gone = new TreeSet<>();
        IntStream.of(axes).forEach(axis -> gone.add(x.shape().axis(axis)));
        int[] kept = IntStream.range(0, x.shape().rank())
                .filter(axis -> !gone.contains(axis))
                .toArray();
        boolean last = kept.length == 0 || kept[kept.length - 1] == kept.length - 1;
        if (gone.contains(0) || last) {
            return reduce(operator, x, keepAxes, axes);
        }
        int[] order = IntStream.concat(IntStream.of(kept), gone.stream().mapToInt(axis -> axis))
                .toArray();
        long values = gone.stream().mapToLong(x.shape()::size).reduce(1, Math::multiplyExact);
        // Two axes: what a transpose is followed by, ONNX Runtime would else do along the axes before it.
        GraphTensor rows = reshape(permute(x, order), -1, values);
        Shape shape = ShapeRules.reduce(x.shape(), keepAxes, axes);
        return reshape(reduce(operator, rows, false, 1), shape.sizes());
    }

    private GraphTensor reduce(String operator, GraphTensor x, boolean keepAxes, int... axes) {
        NodeWriter.requireType(operator, ElementType.FLOAT32, x);
        long[] positive =
                IntStream.of(axes).mapToLong(axis -> x.shape().axis(axis)).toArray();
        return nodes.node(
                operator,
                ShapeRules.reduce(x.shape(), keepAxes, axes),
                ElementType.FLOAT32,
                List.of(x.name(), nodes.ints(positive)),
                new NodeAttribute.Int("keepdims", keepAxes ? 1 : 0),
                // Without it no axes would mean all of them.
                new NodeAttribute.Int("noop_with_empty_axes", 1));
    }

    private static NodeAttribute[] window(int stride, int padding) {
        return new NodeAttribute[] {
            new NodeAttribute.Ints("strides", Collections.nCopies(2, (long) stride)),
            new NodeAttribute.Ints("pads", Collections.nCopies(4, (long) padding))
        };
    }
}
