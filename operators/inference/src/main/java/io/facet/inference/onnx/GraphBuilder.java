package io.facet.inference.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;

import io.facet.inference.session.TensorPort;

/**
 * Writes a graph node by node. Each method returns the name of the tensor it made, to be handed to the next.
 *
 * <p>Not thread-safe.
 */
public final class GraphBuilder {
    /** What one file holds, 2 GiB, less a mebibyte for all that is not weights. */
    public static final long MAX_WEIGHT_BYTES = Integer.MAX_VALUE - (1L << 20);

    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<String, TensorProto> weights = new LinkedHashMap<>();

    /** Adds a float32 constant; values are row-major. */
    public String floats(String name, List<Long> shape, float... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return weights(name, TensorProto.DataType.FLOAT_VALUE, shape, raw);
    }

    /** Adds an int64 constant of one dimension, as shapes, axes and bounds are given. */
    public String ints(String name, long... values) {
        return ints(name, List.of((long) values.length), values);
    }

    /** Adds an int64 constant; values are row-major. */
    public String ints(String name, List<Long> shape, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return weights(name, TensorProto.DataType.INT64_VALUE, shape, raw);
    }

    /**
     * Adds a node of one output.
     *
     * @param operator for example {@code Conv}
     * @param output name of the output; the node is called the same
     * @param inputs names of the inputs, empty where an optional one is left out
     */
    public String node(String operator, String output, List<String> inputs, AttributeProto... attributes) {
        nodes.add(NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output)
                .addAllAttribute(List.of(attributes))
                .build());
        return output;
    }

    /** Adds a node of one output, as {@link #node(String, String, List, AttributeProto...)}. */
    public String node(String operator, String output, List<String> inputs, List<NodeAttribute> attributes) {
        return node(
                operator,
                output,
                inputs,
                attributes.stream().map(Attributes::of).toArray(AttributeProto[]::new));
    }

    /** Adds the nodes and weights of another graph as they are. */
    public void append(GraphProto graph) {
        nodes.addAll(graph.getNodeList());
        graph.getInitializerList().forEach(tensor -> add(tensor));
    }

    /** The finished graph. */
    public GraphProto build(String name, List<TensorPort> inputs, List<TensorPort> outputs) {
        return GraphProto.newBuilder()
                .setName(name)
                .addAllNode(nodes)
                .addAllInitializer(weights.values())
                .addAllInput(inputs.stream().map(OnnxModels::valueInfo).toList())
                .addAllOutput(outputs.stream().map(OnnxModels::valueInfo).toList())
                .build();
    }

    /**
     * The finished graph as an ONNX file of {@link OnnxModels#OPSET}, without the nodes and weights that no output needs.
     * The same calls give the same bytes.
     *
     * @throws OnnxFormatException if the weights are over {@link #MAX_WEIGHT_BYTES}
     */
    public byte[] model(String name, List<TensorPort> inputs, List<TensorPort> outputs) {
        List<String> wanted = outputs.stream().map(TensorPort::name).toList();
        GraphProto graph = GraphPruning.keep(build(name, inputs, outputs), wanted);
        long bytes = graph.getInitializerList().stream()
                .mapToLong(tensor -> tensor.getRawData().size())
                .sum();
        if (bytes > MAX_WEIGHT_BYTES) {
            throw new OnnxFormatException("%s: expected weights of at most %d bytes, as an ONNX file holds, found %d"
                    .formatted(name, MAX_WEIGHT_BYTES, bytes));
        }
        return OnnxModels.write(OnnxModels.of(graph));
    }

    private String weights(String name, int type, List<Long> shape, ByteBuffer raw) {
        add(TensorProto.newBuilder()
                .setName(name)
                .setDataType(type)
                .addAllDims(shape)
                .setRawData(UnsafeByteOperations.unsafeWrap(raw.array()))
                .build());
        return name;
    }

    private void add(TensorProto tensor) {
        if (weights.put(tensor.getName(), tensor) != null) {
            throw new IllegalArgumentException("two constants are called " + tensor.getName());
        }
    }
}
