package io.facet.inference.testing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;

import io.facet.inference.onnx.Attributes;
import io.facet.inference.onnx.GraphBuilder;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;

/**
 * Networks of a few kilobytes with the inputs and outputs of real ones. Their weights are fixed random numbers: results
 * depend on the picture and mean nothing, but for {@link #detector}, which really finds what tests draw.
 */
public final class TinyModels {
    /** Cells of the encoder's map along a side. */
    private static final int MAP = 28;

    private static final int MAP_CHANNELS = 8;
    private static final int VECTOR = 16;

    private TinyModels() {}

    /** Every network by the file name {@code tiny.yaml} and {@code tiny-alternative.yaml} call it. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> models = new LinkedHashMap<>();
        models.put("detector.onnx", detector());
        models.put("encoder.onnx", encoder());
        models.put("landmarks-heatmaps.onnx", mapHead("heatmaps", 5, 3));
        models.put("parsing.onnx", mapHead("logits", 4, 4));
        models.put("landmarks-points.onnx", points());
        models.put("attributes.onnx", vectorHead("logits", 4, 6));
        models.put("expression.onnx", vectorHead("logits", 7, 7));
        models.put("identity.onnx", matMulHead("embedding", 16, 8));
        models.put("age.onnx", vectorHead("logits", 101, 9));
        models.put("gender-age.onnx", genderAge());
        return models;
    }

    /**
     * A detector of magenta discs, shaped like YuNet. Rules for pictures: background rgb(40, 40, 40); each face a filled
     * circle of rgb(230, 30, 200), 48 to 96 px across, wholly in the picture, at least 120 px between the centres of
     * two; sides of the picture a multiple of 32. Each disc is found exactly once, its box is the square around it, and
     * its five points are those of the mean face with the eyes 0.4 diameters apart.
     */
    public static byte[] detector() {
        return TinyDetector.model();
    }

    /**
     * An encoder. Input {@code image [N, 3, 224, 224]}; features {@code map [N, 8, 28, 28]} and
     * {@code vector [N, 16]}, and {@code unused [N, 16]}, which no head reads.
     */
    public static byte[] encoder() {
        SplittableRandom random = new SplittableRandom(1);
        GraphBuilder graph = new GraphBuilder();
        String map = graph.node(
                "Relu",
                "map",
                List.of(conv(graph, "stem", "image", random, 3, MAP_CHANNELS, 8, Attributes.ofInts("strides", 8, 8))));
        String deep = graph.node(
                "Tanh",
                "deep/tanh",
                List.of(conv(graph, "deep", map, random, MAP_CHANNELS, VECTOR, 2, Attributes.ofInts("strides", 2, 2))));
        String pooled = graph.node("GlobalAveragePool", "pooled", List.of(deep));
        graph.node("Flatten", "vector", List.of(pooled));
        gemm(graph, "unused", "vector", random, VECTOR, VECTOR);
        return write(
                graph,
                port("image", -1, 3, 224, 224),
                port("map", -1, MAP_CHANNELS, MAP, MAP),
                port("vector", -1, VECTOR),
                port("unused", -1, VECTOR));
    }

    /** Reads {@code map}, gives {@code [N, channels, 28, 28]}. */
    public static byte[] mapHead(String output, int channels, long seed) {
        GraphBuilder graph = new GraphBuilder();
        conv(graph, output, "map", new SplittableRandom(seed), MAP_CHANNELS, channels, 1);
        return write(graph, port("map", -1, MAP_CHANNELS, MAP, MAP), port(output, -1, channels, MAP, MAP));
    }

    /** Reads {@code vector}, gives {@code [N, values]} by a Gemm. */
    public static byte[] vectorHead(String output, int values, long seed) {
        GraphBuilder graph = new GraphBuilder();
        gemm(graph, output, "vector", new SplittableRandom(seed), VECTOR, values);
        return write(graph, port("vector", -1, VECTOR), port(output, -1, values));
    }

    /** Reads {@code vector}, gives {@code [N, values]} by a MatMul. */
    public static byte[] matMulHead(String output, int values, long seed) {
        GraphBuilder graph = new GraphBuilder();
        String weights = random(graph, output + "/weights", new SplittableRandom(seed), 3, VECTOR, values);
        graph.node("MatMul", output, List.of("vector", weights));
        return write(graph, port("vector", -1, VECTOR), port(output, -1, values));
    }

    /** Reads {@code vector} and {@code map}, gives five points in [0, 1] as {@code points [N, 10]}. */
    public static byte[] points() {
        SplittableRandom random = new SplittableRandom(5);
        GraphBuilder graph = new GraphBuilder();
        String pooled = graph.node("GlobalAveragePool", "pooled", List.of("map"));
        String flat = graph.node("Flatten", "flat", List.of(pooled));
        String sum = graph.node(
                "Add",
                "sum",
                List.of(
                        gemm(graph, "from_vector", "vector", random, VECTOR, 10),
                        gemm(graph, "from_map", flat, random, MAP_CHANNELS, 10)));
        graph.node("Sigmoid", "points", List.of(sum));
        ModelProto model = OnnxModels.of(graph.build(
                "points",
                List.of(port("map", -1, MAP_CHANNELS, MAP, MAP), port("vector", -1, VECTOR)),
                List.of(port("points", -1, 10))));
        return OnnxModels.write(model);
    }

    /**
     * A network with a backbone of its own, as published ones are: opset 11, a batch of one, a Reshape that says so and
     * one of weights that must stay. Input {@code data [1, 3, 64, 64]}; output {@code fc [1, 22]} = 2 logits of gender
     * and 10 pairs of age.
     */
    public static byte[] genderAge() {
        SplittableRandom random = new SplittableRandom(10);
        GraphBuilder graph = new GraphBuilder();
        String one = graph.ints("shape_of_weights", 1, -1, 1, 1);
        String slope = graph.node("Reshape", "slope", List.of(random(graph, "slopes", random, 0.2, MAP_CHANNELS), one));
        String backbone =
                conv(graph, "backbone", "data", random, 3, MAP_CHANNELS, 8, Attributes.ofInts("strides", 8, 8));
        String active = graph.node("Mul", "active", List.of(backbone, slope));
        String bounded = graph.node(
                "Clip",
                "bounded",
                List.of(active, graph.floats("low", List.of(), -2), graph.floats("high", List.of(), 2)));
        String flat = graph.node("Reshape", "flat", List.of(bounded, graph.ints("flat_shape", 1, -1)));
        gemm(graph, "fc", flat, random, MAP_CHANNELS * 64, 22);
        ModelProto model = OnnxModels.of(
                graph.build("gender-age", List.of(port("data", 1, 3, 64, 64)), List.of(port("fc", 1, 22))));
        return OnnxModels.write(model.toBuilder()
                .setIrVersion(6)
                .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(11))
                .build());
    }

    private static String conv(
            GraphBuilder graph,
            String output,
            String input,
            SplittableRandom random,
            int from,
            int to,
            int kernel,
            AttributeProto... attributes) {
        String weights = random(graph, output + "/weights", random, 2, to, from, kernel, kernel);
        String bias = random(graph, output + "/bias", random, 0.5, to);
        return graph.node("Conv", output, List.of(input, weights, bias), attributes);
    }

    private static String gemm(
            GraphBuilder graph, String output, String input, SplittableRandom random, int from, int to) {
        String weights = random(graph, output + "/weights", random, 3, to, from);
        String bias = random(graph, output + "/bias", random, 0.5, to);
        return graph.node("Gemm", output, List.of(input, weights, bias), Attributes.of("transB", 1L));
    }

    /** Weights around nought whose sum over the inputs has about the gain as deviation. */
    private static String random(GraphBuilder graph, String name, SplittableRandom random, double gain, long... shape) {
        int size = 1;
        for (long extent : shape) {
            size = Math.toIntExact(size * extent);
        }
        double bound = gain * Math.sqrt(3.0 * (shape.length == 1 ? 1 : shape[0]) / size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return graph.floats(name, LongStream.of(shape).boxed().toList(), values);
    }

    private static TensorPort port(String name, long... shape) {
        return new TensorPort(
                name, ElementType.FLOAT32, LongStream.of(shape).boxed().toList());
    }

    private static byte[] write(GraphBuilder graph, TensorPort input, TensorPort... outputs) {
        return OnnxModels.write(OnnxModels.of(graph.build("tiny", List.of(input), List.of(outputs))));
    }
}
