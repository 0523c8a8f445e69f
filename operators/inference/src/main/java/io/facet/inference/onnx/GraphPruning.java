package io.facet.inference.onnx;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;

/** Drops what does not lead to an output. */
final class GraphPruning {
    private GraphPruning() {}

    /** The graph with only the nodes and weights that the wanted tensors depend on, in their old order. */
    static GraphProto keep(GraphProto graph, Collection<String> wanted) {
        Set<String> needed = needed(graph.getNodeList(), wanted);
        GraphProto.Builder pruned = graph.toBuilder().clearNode().clearInitializer();
        graph.getNodeList().stream()
                .filter(node -> node.getOutputList().stream().anyMatch(needed::contains))
                .forEach(pruned::addNode);
        graph.getInitializerList().stream()
                .filter(tensor -> needed.contains(tensor.getName()))
                .forEach(pruned::addInitializer);
        return pruned.build();
    }

    private static Set<String> needed(List<NodeProto> nodes, Collection<String> wanted) {
        Map<String, NodeProto> producers = new HashMap<>();
        nodes.forEach(node -> node.getOutputList().forEach(output -> producers.put(output, node)));
        Set<String> needed = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(wanted);
        while (!open.isEmpty()) {
            String tensor = open.pop();
            if (needed.add(tensor) && producers.containsKey(tensor)) {
                addReads(producers.get(tensor), open);
            }
        }
        return needed;
    }

    /** What a node reads, by its inputs and from inside its subgraphs. */
    private static void addReads(NodeProto node, Deque<String> reads) {
        reads.addAll(node.getInputList());
        for (AttributeProto attribute : node.getAttributeList()) {
            attribute.getG().getNodeList().forEach(inner -> addReads(inner, reads));
            attribute.getG().getOutputList().forEach(output -> reads.add(output.getName()));
            attribute.getGraphsList().forEach(graph -> graph.getNodeList().forEach(inner -> addReads(inner, reads)));
        }
    }
}
