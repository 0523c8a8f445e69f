package io.facet.inference.onnx;

import java.util.Map;
import java.util.function.UnaryOperator;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

/** Renames every tensor and node of a graph, so that several graphs can live in one. */
public final class NamePrefix {
    private NamePrefix() {}

    /**
     * Puts a prefix before every name but those that are bound to a tensor outside.
     *
     * <p>Subgraphs (of If, Loop, Scan) see the names around them, so they are renamed alike. The types of intermediate
     * tensors are dropped: ONNX Runtime infers them, and stale ones would contradict it.
     *
     * @param prefix for example {@code heads/age/}
     * @param bindings names of tensors of the graph, to the names of the tensors outside that they stand for
     */
    public static GraphProto apply(GraphProto graph, String prefix, Map<String, String> bindings) {
        return rename(graph, name -> name.isEmpty() ? name : bindings.getOrDefault(name, prefix + name));
    }

    private static GraphProto rename(GraphProto graph, UnaryOperator<String> naming) {
        GraphProto.Builder renamed = graph.toBuilder()
                .clearNode()
                .clearInitializer()
                .clearInput()
                .clearOutput()
                .clearValueInfo()
                .clearQuantizationAnnotation();
        graph.getNodeList().forEach(node -> renamed.addNode(rename(node, naming)));
        for (TensorProto tensor : graph.getInitializerList()) {
            renamed.addInitializer(tensor.toBuilder().setName(naming.apply(tensor.getName())));
        }
        graph.getInputList().forEach(input -> renamed.addInput(rename(input, naming)));
        graph.getOutputList().forEach(output -> renamed.addOutput(rename(output, naming)));
        return renamed.build();
    }

    private static NodeProto rename(NodeProto node, UnaryOperator<String> naming) {
        NodeProto.Builder renamed = node.toBuilder()
                .setName(naming.apply(node.getName()))
                .clearInput()
                .clearOutput()
                .clearAttribute();
        node.getInputList().forEach(input -> renamed.addInput(naming.apply(input)));
        node.getOutputList().forEach(output -> renamed.addOutput(naming.apply(output)));
        node.getAttributeList().forEach(attribute -> renamed.addAttribute(rename(attribute, naming)));
        return renamed.build();
    }

    private static AttributeProto rename(AttributeProto attribute, UnaryOperator<String> naming) {
        if (attribute.hasG()) {
            return attribute.toBuilder().setG(rename(attribute.getG(), naming)).build();
        }
        if (attribute.getGraphsCount() > 0) {
            AttributeProto.Builder renamed = attribute.toBuilder().clearGraphs();
            attribute.getGraphsList().forEach(graph -> renamed.addGraphs(rename(graph, naming)));
            return renamed.build();
        }
        return attribute;
    }

    private static ValueInfoProto rename(ValueInfoProto value, UnaryOperator<String> naming) {
        return value.toBuilder().setName(naming.apply(value.getName())).build();
    }
}
