package io.facet.inference.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;

import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/** ONNX files and messages. */
public final class OnnxModels {
    /** The opset of every model of a bundle but the detector, and of every composed graph. */
    public static final int OPSET = 20;

    private static final int IR_VERSION = 9;

    private OnnxModels() {}

    /**
     * Reads a model.
     *
     * @param name what to call it in messages
     * @throws OnnxFormatException if it is no ONNX model, or keeps weights in other files
     */
    public static ModelProto read(String name, byte[] bytes) {
        ModelProto model = parse(name, bytes);
        if (model.getGraph().getNodeCount() == 0) {
            throw new OnnxFormatException("%s: expected an ONNX model, found no graph".formatted(name));
        }
        ExternalData.refuse(name, model);
        return model;
    }

    /** The model's bytes; equal models give equal bytes. */
    public static byte[] write(ModelProto model) {
        return model.toByteArray();
    }

    /** A model of {@link #OPSET} around a graph. */
    public static ModelProto of(GraphProto graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("facet")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    /**
     * The version of the standard operators a model uses.
     *
     * @throws OnnxFormatException if it uses operators of another domain
     */
    public static int opset(String name, ModelProto model) {
        int version = 0;
        for (OperatorSetIdProto set : model.getOpsetImportList()) {
            if (isStandard(set.getDomain())) {
                version = Math.toIntExact(set.getVersion());
            }
        }
        model.getGraph().getNodeList().stream()
                .filter(node -> !isStandard(node.getDomain()))
                .findFirst()
                .ifPresent(node -> {
                    throw new OnnxFormatException("%s: expected standard operators only, found %s of domain %s"
                            .formatted(name, node.getOpType(), node.getDomain()));
                });
        return version;
    }

    /** Names of the graph's real inputs; old models also list their weights as inputs. */
    public static List<String> inputNames(GraphProto graph) {
        Set<String> weights =
                graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
        return graph.getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(input -> !weights.contains(input))
                .toList();
    }

    /** The graph's real inputs by name. */
    public static Map<String, TensorPort> inputs(String name, GraphProto graph) {
        List<String> names = inputNames(graph);
        return ports(
                name,
                graph.getInputList().stream()
                        .filter(input -> names.contains(input.getName()))
                        .toList());
    }

    /** The graph's outputs by name; an output of unknown rank has no entry in the shape. */
    public static Map<String, TensorPort> outputs(String name, GraphProto graph) {
        return ports(name, graph.getOutputList());
    }

    /** A graph input or output; free dimensions are called {@code N} when first, else left without a name. */
    public static ValueInfoProto valueInfo(TensorPort port) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (int axis = 0; axis < port.shape().size(); axis++) {
            long size = port.shape().get(axis);
            TensorShapeProto.Dimension.Builder dimension = TensorShapeProto.Dimension.newBuilder();
            if (size >= 0) {
                dimension.setDimValue(size);
            } else if (axis == 0) {
                dimension.setDimParam(BatchAxis.NAME);
            }
            shape.addDim(dimension);
        }
        int type = switch (port.type()) {
            case FLOAT32 -> TensorProto.DataType.FLOAT_VALUE;
            case UINT8 -> TensorProto.DataType.UINT8_VALUE;
            case INT64 -> TensorProto.DataType.INT64_VALUE;
        };
        return ValueInfoProto.newBuilder()
                .setName(port.name())
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape)))
                .build();
    }

    static boolean isStandard(String domain) {
        return domain.isEmpty() || domain.equals("ai.onnx");
    }

    private static ModelProto parse(String name, byte[] bytes) {
        try {
            return ModelProto.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new OnnxFormatException("%s: expected an ONNX model: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static Map<String, TensorPort> ports(String model, List<ValueInfoProto> values) {
        Map<String, TensorPort> ports = new LinkedHashMap<>();
        for (ValueInfoProto value : values) {
            TypeProto.Tensor tensor = value.getType().getTensorType();
            ports.put(
                    value.getName(),
                    new TensorPort(value.getName(), elementType(model, value), shape(tensor.getShape())));
        }
        return ports;
    }

    private static ElementType elementType(String model, ValueInfoProto value) {
        TensorProto.DataType type =
                TensorProto.DataType.forNumber(value.getType().getTensorType().getElemType());
        if (type == TensorProto.DataType.FLOAT) {
            return ElementType.FLOAT32;
        }
        if (type == TensorProto.DataType.UINT8) {
            return ElementType.UINT8;
        }
        if (type == TensorProto.DataType.INT64) {
            return ElementType.INT64;
        }
        throw new OnnxFormatException(
                "%s: expected FLOAT, UINT8 or INT64 at %s, found %s".formatted(model, value.getName(), type));
    }

    private static List<Long> shape(TensorShapeProto shape) {
        List<Long> sizes = new ArrayList<>();
        for (TensorShapeProto.Dimension dimension : shape.getDimList()) {
            sizes.add(dimension.hasDimValue() ? dimension.getDimValue() : -1L);
        }
        return sizes;
    }
}
