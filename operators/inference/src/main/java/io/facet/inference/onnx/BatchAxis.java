package io.facet.inference.onnx;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/**
 * Frees the batch axis of a network that was exported for one picture at a time.
 *
 * <p>Two things tie a graph to a batch of one: the declared shapes of its inputs and outputs, and a {@code Reshape} of
 * an activation to {@code [1, …]}, which becomes {@code [0, …]} (0 keeps the size that comes in). A Reshape of weights
 * to {@code [1, …]} has no batch and stays.
 */
public final class BatchAxis {
    /** What the free axis is called. */
    static final String NAME = "N";

    private BatchAxis() {}

    /** A model with a free batch axis, and what had to be changed. */
    public record Freed(ModelProto model, List<String> adaptations) {}

    /**
     * Frees axis 0 of every input and output.
     *
     * @param name what to call the model in messages
     * @throws OnnxFormatException if the batch is fixed to another size than one
     */
    public static Freed free(String name, ModelProto model) {
        GraphProto graph = model.getGraph();
        List<String> inputs = OnnxModels.inputNames(graph);
        List<ValueInfoProto> realInputs = graph.getInputList().stream()
                .filter(input -> inputs.contains(input.getName()))
                .toList();
        Reshapes reshapes = new Reshapes(graph);
        GraphProto.Builder freed =
                graph.toBuilder().clearInput().clearOutput().clearValueInfo().clearNode();
        realInputs.forEach(input -> freed.addInput(freeFirst(name, input)));
        graph.getOutputList().forEach(output -> freed.addOutput(freeFirst(name, output)));
        graph.getNodeList().forEach(node -> freed.addNode(reshapes.free(node)));
        freed.addAllInitializer(reshapes.shapes);

        List<String> adaptations = new ArrayList<>();
        if (realInputs.stream().anyMatch(BatchAxis::isFixed)) {
            adaptations.add("batch 1 -> " + NAME);
        }
        if (!reshapes.shapes.isEmpty()) {
            adaptations.add("Reshape [1, ...] -> [0, ...] x" + reshapes.shapes.size());
        }
        return new Freed(model.toBuilder().setGraph(freed).build(), adaptations);
    }

    private static boolean isFixed(ValueInfoProto value) {
        TensorShapeProto shape = value.getType().getTensorType().getShape();
        return shape.getDimCount() > 0 && shape.getDim(0).hasDimValue();
    }

    private static ValueInfoProto freeFirst(String name, ValueInfoProto value) {
        if (!isFixed(value)) {
            return value;
        }
        ValueInfoProto.Builder freed = value.toBuilder();
        TensorShapeProto.Dimension.Builder batch =
                freed.getTypeBuilder().getTensorTypeBuilder().getShapeBuilder().getDimBuilder(0);
        if (batch.getDimValue() != 1) {
            throw new OnnxFormatException("%s: expected a batch of 1 or a free one at %s, found %d"
                    .formatted(name, value.getName(), batch.getDimValue()));
        }
        batch.setDimParam(NAME);
        return freed.build();
    }

    /** The Reshape nodes of one graph, and the shapes made for them. */
    private static final class Reshapes {
        private final Map<String, TensorProto> constants = new HashMap<>();
        private final Set<String> withoutBatch = new HashSet<>();
        private final List<TensorProto> shapes = new ArrayList<>();

        Reshapes(GraphProto graph) {
            graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
            for (NodeProto node : graph.getNodeList()) {
                if (node.getOpType().equals("Constant")) {
                    Attributes.find(node, "value").ifPresent(value -> constants.put(node.getOutput(0), value.getT()));
                }
            }
            withoutBatch.addAll(constants.keySet());
            // Nodes stand in the order they run in, so one pass finds all that is computed from constants alone.
            for (NodeProto node : graph.getNodeList()) {
                if (withoutBatch.containsAll(node.getInputList())) {
                    withoutBatch.addAll(node.getOutputList());
                }
            }
        }

        NodeProto free(NodeProto node) {
            if (!node.getOpType().equals("Reshape")
                    || withoutBatch.contains(node.getInput(0))
                    || !constants.containsKey(node.getInput(1))
                    || Attributes.intOr(node, "allowzero", 0) != 0) {
                return node;
            }
            List<Long> shape = int64s(constants.get(node.getInput(1)));
            if (shape.size() < 2 || shape.get(0) != 1) {
                return node;
            }
            // The shape may be shared with a Reshape of weights: each freed node gets its own.
            String own = node.getOutput(0) + "/batched_shape";
            shapes.add(TensorProto.newBuilder()
                    .setName(own)
                    .setDataType(TensorProto.DataType.INT64_VALUE)
                    .addDims(shape.size())
                    .addInt64Data(0)
                    .addAllInt64Data(shape.subList(1, shape.size()))
                    .build());
            return node.toBuilder().setInput(1, own).build();
        }

        private static List<Long> int64s(TensorProto tensor) {
            if (tensor.getInt64DataCount() > 0) {
                return tensor.getInt64DataList();
            }
            List<Long> values = new ArrayList<>();
            var raw = tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asLongBuffer();
            while (raw.hasRemaining()) {
                values.add(raw.get());
            }
            return values;
        }
    }
}
