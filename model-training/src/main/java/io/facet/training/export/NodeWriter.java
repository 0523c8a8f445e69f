package io.facet.training.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

import io.facet.domain.UserError;
import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.NodeAttribute;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/** Writes nodes and constants, under names that follow from their order and values. */
final class NodeWriter {
    /** Added to the score of a token that may not be seen: far below every score, and its sum with one is finite. */
    private static final float UNSEEN = -1e30f;

    private final GraphBuilder graph;
    private final Parameters parameters;
    private final Map<String, GraphTensor> declared = new HashMap<>();
    private final Set<String> constants = new HashSet<>();
    private long parameterBytes;
    private int nodes;
    private int unnamed;

    NodeWriter(GraphBuilder graph, Parameters parameters) {
        this.graph = graph;
        this.parameters = parameters;
    }

    /** The tensor of an input of the graph. */
    GraphTensor input(TensorPort port) {
        long[] sizes = port.shape().stream().mapToLong(Long::longValue).toArray();
        return new GraphTensor(port.name(), new Shape(sizes), port.type());
    }

    /** An initializer under the parameter's own name, once. */
    GraphTensor parameter(ParameterSpec spec) {
        GraphTensor known = declared.get(spec.name());
        if (known != null) {
            return known;
        }
        parameterBytes += spec.shape().elements() * Float.BYTES;
        if (parameterBytes > GraphBuilder.MAX_WEIGHT_BYTES) {
            throw new UserError("parameters up to %s: expected at most %d bytes, as an ONNX file holds, found %d"
                    .formatted(spec.name(), GraphBuilder.MAX_WEIGHT_BYTES, parameterBytes));
        }
        HostTensor.Floats value = parameters.values().get(spec.name());
        if (value == null || !value.shape().equals(spec.shape())) {
            throw new UserError("parameter %s: expected shape %s, found %s"
                    .formatted(spec.name(), spec.shape(), value == null ? "none" : value.shape()));
        }
        graph.floats(spec.name(), list(spec.shape().sizes()), value.values());
        GraphTensor tensor = new GraphTensor(spec.name(), spec.shape(), ElementType.FLOAT32);
        declared.put(spec.name(), tensor);
        return tensor;
    }

    /** An initializer for a value of the program. */
    GraphTensor constant(HostTensor value) {
        String name = "constant/" + ++unnamed;
        List<Long> sizes = list(value.shape().sizes());
        if (value instanceof HostTensor.Longs longs) {
            return new GraphTensor(graph.ints(name, sizes, longs.values()), value.shape(), ElementType.INT64);
        }
        HostTensor.Floats floats = (HostTensor.Floats) value;
        return new GraphTensor(graph.floats(name, sizes, floats.values()), value.shape(), ElementType.FLOAT32);
    }

    /** What a causal attention adds to scores {@code [N, heads, queries, keys]}. */
    GraphTensor mask(Shape scores) {
        int queries = Math.toIntExact(scores.size(2));
        int keys = Math.toIntExact(scores.size(3));
        float[] values = new float[queries * keys];
        for (int query = 0; query < queries; query++) {
            for (int key = query + 1; key < keys; key++) {
                values[query * keys + key] = UNSEEN;
            }
        }
        String name = "unseen[%d,%d]".formatted(queries, keys);
        if (constants.add(name)) {
            graph.floats(name, List.of((long) queries, (long) keys), values);
        }
        return new GraphTensor(name, Shape.of(queries, keys), ElementType.FLOAT32);
    }

    /** A node of float32 tensors. */
    GraphTensor floats(String operator, Shape shape, List<GraphTensor> inputs, NodeAttribute... attributes) {
        inputs.forEach(input -> requireType(operator, ElementType.FLOAT32, input));
        List<String> names = inputs.stream().map(GraphTensor::name).toList();
        return node(operator, shape, ElementType.FLOAT32, names, attributes);
    }

    /** A node of one output. */
    GraphTensor node(String operator, Shape shape, ElementType type, List<String> inputs, NodeAttribute... attributes) {
        String output = operator + "/" + ++nodes;
        graph.node(operator, output, new ArrayList<>(inputs), List.of(attributes));
        return new GraphTensor(output, shape, type);
    }

    static void requireType(String operation, ElementType expected, GraphTensor found) {
        if (found.type() != expected) {
            throw new IllegalArgumentException(
                    "%s of %s: expected %s, found %s".formatted(operation, found.name(), expected, found.type()));
        }
    }

    /** Named by its value, so that equal ones are one. */
    GraphTensor scalar(double value) {
        float rounded = (float) value;
        String name = "scalar[" + rounded + "]";
        if (constants.add(name)) {
            graph.floats(name, List.of(), rounded);
        }
        return new GraphTensor(name, Shape.of(), ElementType.FLOAT32);
    }

    /** Named by its values, so that equal ones are one. */
    String ints(long... values) {
        String name = "ints" + Arrays.toString(values).replace(" ", "");
        if (constants.add(name)) {
            graph.ints(name, values);
        }
        return name;
    }

    /** Named by its values, so that equal ones are one. */
    String reals(float... values) {
        String name = "reals" + Arrays.toString(values).replace(" ", "");
        if (constants.add(name)) {
            graph.floats(name, List.of((long) values.length), values);
        }
        return name;
    }

    private static List<Long> list(long... sizes) {
        return LongStream.of(sizes).boxed().toList();
    }
}
