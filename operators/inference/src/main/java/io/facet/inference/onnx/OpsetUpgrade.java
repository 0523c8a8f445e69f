package io.facet.inference.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;

/**
 * Raises a model of opset 9 to 19 to {@link OnnxModels#OPSET}, for the operators published face networks use.
 *
 * <p>Operators that meant the same in opset 9 stay as they are; those whose attributes became inputs are rewritten
 * (Clip, Pad, Slice, Squeeze, Unsqueeze, Split, TopK and the reductions); Upsample becomes Resize, Dropout vanishes, and
 * an old Softmax over several axes is spelled out. Any other operator is refused. Source: the operator changelog of the
 * ONNX specification.
 */
public final class OpsetUpgrade {
    private static final int OLDEST = 9;

    /** Their nodes of opset 9 mean the same in opset 20. */
    private static final Set<String> UNCHANGED = Set.of(
            ("Abs Add And ArgMax ArgMin AveragePool Cast Ceil Concat Constant ConstantOfShape Conv ConvTranspose Cos CumSum "
                            + "DepthToSpace Div Einsum Elu Equal Erf Exp Expand Flatten Floor Gather GatherElements GatherND "
                            + "Gemm GlobalAveragePool GlobalMaxPool Greater GreaterOrEqual HardSigmoid HardSwish Identity "
                            + "InstanceNormalization LRN LayerNormalization LeakyRelu Less LessOrEqual Log LpNormalization "
                            + "MatMul Max MaxPool Mean Min Mod Mul Neg Not Or PRelu Pow Range Reciprocal Relu Reshape Round "
                            + "Selu Shape Sigmoid Sign Sin Size Softplus Softsign SpaceToDepth Sqrt Sub Sum Tanh "
                            + "ThresholdedRelu Tile Transpose Where Xor")
                    .split(" "));

    private static final Set<String> REDUCTIONS = Set.of(
            "ReduceL1",
            "ReduceL2",
            "ReduceLogSum",
            "ReduceLogSumExp",
            "ReduceMax",
            "ReduceMean",
            "ReduceMin",
            "ReduceProd",
            "ReduceSumSquare");

    private final String model;
    private final int from;
    private final Set<String> emptyWeights = new HashSet<>();
    private final List<NodeProto> nodes = new ArrayList<>();
    private final List<TensorProto> added = new ArrayList<>();

    private OpsetUpgrade(String model, int from) {
        this.model = model;
        this.from = from;
    }

    /**
     * Raises a model; one of {@link OnnxModels#OPSET} is returned as it is.
     *
     * @param name what to call it in messages
     * @throws OnnxFormatException naming the operator and the opset, if it cannot be raised
     */
    public static ModelProto upgrade(String name, ModelProto model) {
        int opset = OnnxModels.opset(name, model);
        if (opset == OnnxModels.OPSET) {
            return model;
        }
        if (opset < OLDEST || opset > OnnxModels.OPSET) {
            throw new OnnxFormatException(
                    "%s: expected opset %d to %d, found %d".formatted(name, OLDEST, OnnxModels.OPSET, opset));
        }
        return OnnxModels.of(new OpsetUpgrade(name, opset).upgrade(model.getGraph()));
    }

    private GraphProto upgrade(GraphProto graph) {
        graph.getInitializerList().stream()
                .filter(tensor -> tensor.getDimsList().contains(0L))
                .forEach(tensor -> emptyWeights.add(tensor.getName()));
        graph.getNodeList().forEach(this::upgrade);
        return graph.toBuilder()
                .clearNode()
                .addAllNode(nodes)
                .addAllInitializer(added)
                .build();
    }

    private void upgrade(NodeProto node) {
        String operator = node.getOpType();
        if (UNCHANGED.contains(operator)) {
            nodes.add(node);
            return;
        }
        if (REDUCTIONS.contains(operator)) {
            nodes.add(from < 18 ? attributesToInputs(node, "axes") : node);
            return;
        }
        switch (operator) {
            case "BatchNormalization" -> nodes.add(inferenceOnly(node));
            case "Dropout" -> nodes.add(identity(node));
            case "Clip" -> nodes.add(from < 11 ? attributesToInputs(node, "min", "max") : node);
            case "Pad" -> nodes.add(from < 11 ? attributesToInputs(node, "pads", "value") : node);
            case "Slice" -> nodes.add(from < 10 ? slice(node) : node);
            case "TopK" -> nodes.add(from < 10 ? topK(node) : node);
            case "Squeeze", "Unsqueeze", "ReduceSum" -> nodes.add(from < 13 ? attributesToInputs(node, "axes") : node);
            case "Split" -> nodes.add(split(node));
            case "Softmax", "LogSoftmax" -> softmax(node);
            case "Upsample" -> nodes.add(upsample(node));
            case "Resize" -> nodes.add(resize(node));
            default -> throw refused(node, "no rule for it");
        }
    }

    private NodeProto inferenceOnly(NodeProto node) {
        if (node.getOutputCount() != 1 || Attributes.intOr(node, "training_mode", 0) != 0) {
            throw refused(node, "it is in training mode");
        }
        return node;
    }

    private NodeProto identity(NodeProto node) {
        if (node.getOutputCount() != 1 || node.getInputCount() > 2) {
            throw refused(node, "it is in training mode");
        }
        return node.toBuilder()
                .setOpType("Identity")
                .clearAttribute()
                .clearInput()
                .addInput(node.getInput(0))
                .build();
    }

    private NodeProto slice(NodeProto node) {
        return attributesToInputs(node, "starts", "ends", "axes");
    }

    private NodeProto topK(NodeProto node) {
        long k = Attributes.find(node, "k")
                .orElseThrow(() -> refused(node, "it has no k"))
                .getI();
        return Attributes.without(node, "k")
                .addInput(ints(node, "k", List.of(k)))
                .build();
    }

    private NodeProto split(NodeProto node) {
        NodeProto split = from < 13 ? attributesToInputs(node, "split") : node;
        if (split.getInputCount() > 1 || from >= 18) {
            return split;
        }
        return split.toBuilder()
                .addAttribute(Attributes.of("num_outputs", (long) node.getOutputCount()))
                .build();
    }

    /** Before opset 13 a Softmax ran over all axes from the given one on, as over one. */
    private void softmax(NodeProto node) {
        long axis = Attributes.intOr(node, "axis", 1);
        if (from >= 13 || axis == -1) {
            nodes.add(node);
            return;
        }
        String prefix = node.getOutput(0) + "/upgrade/";
        nodes.add(simple("Shape", List.of(node.getInput(0)), prefix + "shape").build());
        nodes.add(simple("Flatten", List.of(node.getInput(0)), prefix + "flat")
                .addAttribute(Attributes.of("axis", axis))
                .build());
        nodes.add(simple(node.getOpType(), List.of(prefix + "flat"), prefix + "softmax")
                .addAttribute(Attributes.of("axis", -1L))
                .build());
        nodes.add(simple("Reshape", List.of(prefix + "softmax", prefix + "shape"), node.getOutput(0))
                .build());
    }

    private NodeProto upsample(NodeProto node) {
        if (node.getInputCount() != 2) {
            throw refused(node, "it has no scales");
        }
        return node.toBuilder()
                .setOpType("Resize")
                .clearInput()
                .addAllInput(List.of(node.getInput(0), "", node.getInput(1)))
                .addAttribute(Attributes.of("coordinate_transformation_mode", "asymmetric"))
                .addAttribute(Attributes.of("nearest_mode", "floor"))
                .build();
    }

    /** Opset 11 wanted a region and scales even where they are not used, and took empty weights for them. */
    private NodeProto resize(NodeProto node) {
        String mode = Attributes.find(node, "coordinate_transformation_mode")
                .map(attribute -> attribute.getS().toStringUtf8())
                .orElse("");
        if (from < 11 || mode.equals("tf_half_pixel_for_nn")) {
            throw refused(node, "it resizes in a way later opsets dropped");
        }
        NodeProto.Builder upgraded = node.toBuilder();
        for (int i = 1; i < node.getInputCount(); i++) {
            if (emptyWeights.contains(node.getInput(i))) {
                upgraded.setInput(i, "");
            }
        }
        return upgraded.build();
    }

    /** Hands attributes over as inputs, in that order behind the first; a missing one is left out. */
    private NodeProto attributesToInputs(NodeProto node, String... names) {
        NodeProto.Builder upgraded = Attributes.without(node, names);
        int last = 1;
        List<String> inputs = new ArrayList<>(node.getInputList());
        for (String name : names) {
            String input = Attributes.find(node, name)
                    .map(attribute -> constant(node, name, attribute))
                    .orElse("");
            inputs.add(input);
            last = input.isEmpty() ? last : inputs.size();
        }
        return upgraded.clearInput().addAllInput(inputs.subList(0, last)).build();
    }

    private String constant(NodeProto node, String name, AttributeProto attribute) {
        if (attribute.getType() == AttributeProto.AttributeType.FLOAT) {
            return add(TensorProto.newBuilder()
                    .setName(constantName(node, name))
                    .setDataType(TensorProto.DataType.FLOAT_VALUE)
                    .addFloatData(attribute.getF()));
        }
        return ints(node, name, attribute.getIntsList());
    }

    private String ints(NodeProto node, String name, List<Long> values) {
        return add(TensorProto.newBuilder()
                .setName(constantName(node, name))
                .setDataType(TensorProto.DataType.INT64_VALUE)
                .addDims(values.size())
                .addAllInt64Data(values));
    }

    private String add(TensorProto.Builder tensor) {
        added.add(tensor.build());
        return tensor.getName();
    }

    private static String constantName(NodeProto node, String name) {
        return node.getOutput(0) + "/upgrade/" + name;
    }

    private static NodeProto.Builder simple(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output);
    }

    private OnnxFormatException refused(NodeProto node, String why) {
        return new OnnxFormatException("%s: operator %s (node %s) of opset %d cannot be raised to opset %d: %s"
                .formatted(model, node.getOpType(), node.getName(), from, OnnxModels.OPSET, why));
    }
}
