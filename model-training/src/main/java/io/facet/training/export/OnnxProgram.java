package io.facet.training.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

import io.facet.domain.UserError;
import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.OnnxFormatException;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * A program as an ONNX file: standard operators of opset 20 (IR 9), the parameters as initializers under their own names
 * and in their own layout, the batch a free axis {@code N}.
 */
public final class OnnxProgram {
    private OnnxProgram() {}

    /**
     * Writes a program. The same program and parameters give the same bytes.
     *
     * @param name of the graph, and what to call it in messages
     * @param inputs what the program reads: float32 or int64; a batch that is free is −1
     * @param parameters at least those that the program declares
     * @param outputs which of the program's float32 results to give, under the program's names; nothing else is in the file
     * @return the file's bytes
     * @throws IllegalArgumentException if the program has no such output, or shapes do not fit
     * @throws UnsupportedOperationException naming the operation, if ONNX has none for it
     * @throws UserError if a parameter is missing or of another shape, or all are over 2 GiB
     */
    public static byte[] write(
            String name, Program program, List<TensorPort> inputs, Parameters parameters, List<String> outputs) {
        GraphBuilder graph = new GraphBuilder();
        NodeWriter nodes = new NodeWriter(graph, parameters);
        Map<String, GraphTensor> feeds = new LinkedHashMap<>();
        inputs.forEach(port -> feeds.put(port.name(), nodes.input(port)));
        Map<String, GraphTensor> results = program.apply(new OnnxOps(nodes), feeds);
        List<TensorPort> ports = new ArrayList<>();
        for (String output : outputs) {
            ports.add(output(graph, output, results));
        }
        try {
            return graph.model(name, inputs, ports);
        } catch (OnnxFormatException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** The input of a float32 tensor of this shape. */
    public static TensorPort input(String name, Shape shape) {
        return port(name, shape, ElementType.FLOAT32);
    }

    private static TensorPort output(GraphBuilder graph, String name, Map<String, GraphTensor> results) {
        GraphTensor result = results.get(name);
        if (result == null) {
            throw new IllegalArgumentException(
                    "expected outputs out of " + new TreeSet<>(results.keySet()) + ", found " + name);
        }
        if (result.type() != ElementType.FLOAT32) {
            throw new IllegalArgumentException("output " + name + ": expected FLOAT32, found " + result.type());
        }
        // Under the program's name, which a tensor gets only when all is computed: several may be one and the same.
        graph.node("Identity", name, List.of(result.name()), List.of());
        return port(name, result.shape(), ElementType.FLOAT32);
    }

    private static TensorPort port(String name, Shape shape, ElementType type) {
        return new TensorPort(name, type, LongStream.of(shape.sizes()).boxed().toList());
    }
}
