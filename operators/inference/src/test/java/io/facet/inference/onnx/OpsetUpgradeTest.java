package io.facet.inference.onnx;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.inference.session.ElementType;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class OpsetUpgradeTest {
    private static final List<Long> SHAPE = List.of(2L, 3L, 4L, 4L);
    private static final TensorPort INPUT = new TensorPort("x", ElementType.FLOAT32, SHAPE);

    /** An operator as an old opset wrote it: reads {@code x [2, 3, 4, 4]}, gives {@code y}. */
    private record Old(int opset, String name, int rank, Consumer<GraphBuilder> graph) {
        @Override
        public String toString() {
            return name + " of opset " + opset;
        }
    }

    static Stream<Old> rewritten() {
        return Stream.of(
                old(9, "Clip", 4, Attributes.of("min", -0.3f), Attributes.of("max", 0.4f)),
                new Old(
                        9,
                        "Clip from above",
                        4,
                        graph -> graph.node("Clip", "y", List.of("x"), Attributes.of("max", 0.4f))),
                old(9, "Pad", 4, Attributes.ofInts("pads", 0, 0, 1, 2, 0, 0, 1, 0), Attributes.of("value", 0.5f)),
                old(
                        9,
                        "Slice",
                        4,
                        Attributes.ofInts("starts", 1),
                        Attributes.ofInts("ends", 3),
                        Attributes.ofInts("axes", 2)),
                old(9, "Slice", 4, Attributes.ofInts("starts", 1, 0), Attributes.ofInts("ends", 2, 2)),
                old(9, "Unsqueeze", 5, Attributes.ofInts("axes", 0)),
                old(12, "ReduceSum", 4, Attributes.ofInts("axes", 2, 3)),
                old(13, "ReduceMean", 2, Attributes.ofInts("axes", 2, 3), Attributes.of("keepdims", 0L)),
                old(9, "ReduceL2", 4, Attributes.ofInts("axes", 1)),
                old(9, "Softmax", 4),
                old(11, "LogSoftmax", 4, Attributes.of("axis", 2L)),
                old(11, "Softmax", 4, Attributes.of("axis", -1L)),
                old(9, "Dropout", 4, Attributes.of("ratio", 0.5f)),
                new Old(9, "TopK", 4, graph -> topK(graph)),
                new Old(
                        9,
                        "Upsample",
                        4,
                        graph -> graph.node(
                                "Upsample",
                                "y",
                                List.of("x", graph.floats("scales", List.of(4L), 1, 1, 2, 2)),
                                Attributes.of("mode", "nearest"))),
                new Old(
                        11,
                        "Resize",
                        4,
                        graph -> graph.node(
                                "Resize",
                                "y",
                                List.of(
                                        "x",
                                        graph.floats("roi", List.of(0L)),
                                        graph.floats("scales", List.of(0L)),
                                        graph.ints("sizes", 2, 3, 7, 5)),
                                Attributes.of("mode", "linear"))),
                new Old(
                        9,
                        "BatchNormalization",
                        4,
                        graph -> graph.node(
                                "BatchNormalization",
                                "y",
                                List.of(
                                        "x",
                                        graph.floats("gamma", List.of(3L), 1, 2, 3),
                                        graph.floats("beta", List.of(3L), 0, 1, -1),
                                        graph.floats("mean", List.of(3L), 0.1f, 0.2f, 0.3f),
                                        graph.floats("variance", List.of(3L), 1, 2, 0.5f)),
                                Attributes.of("momentum", 0.9f))),
                new Old(
                        10,
                        "AveragePool",
                        4,
                        graph -> graph.node(
                                "AveragePool",
                                "y",
                                List.of("x"),
                                Attributes.ofInts("kernel_shape", 3, 3),
                                Attributes.ofInts("pads", 1, 1, 1, 1))),
                new Old(11, "Split in given parts", 4, graph -> split(graph, Attributes.ofInts("split", 1, 3))),
                new Old(13, "Split in equal parts", 4, graph -> split(graph)));
    }

    @ParameterizedTest
    @MethodSource("rewritten")
    void upgrade_operatorOfOldOpset_computesTheSame(Old old) {
        ModelProto before = model(old.opset(), old.rank(), old.graph());
        ModelProto after = OpsetUpgrade.upgrade("old", before);
        assertThat(OnnxModels.opset("new", after)).isEqualTo(OnnxModels.OPSET);
        Tensor.Floats expected = run(before);
        Tensor.Floats found = run(after);
        assertThat(found.shape()).isEqualTo(expected.shape());
        // Kernels of later opsets may round otherwise.
        assertThat(found.data().array()).containsExactly(expected.data().array(), within(1e-6f));
    }

    @Test
    void upgrade_currentOpset_isLeftAlone() {
        ModelProto model = model(20, 4, graph -> graph.node("Relu", "y", List.of("x")));
        assertThat(OpsetUpgrade.upgrade("current", model)).isSameAs(model);
    }

    @Test
    void upgrade_unknownOperator_isRefusedByName() {
        ModelProto model = model(11, 4, graph -> graph.node("NonZero", "y", List.of("x")));
        assertThatThrownBy(() -> OpsetUpgrade.upgrade("odd.onnx", model))
                .isInstanceOf(OnnxFormatException.class)
                .hasMessage(
                        "odd.onnx: operator NonZero (node y) of opset 11 cannot be raised to opset 20: no rule for it");
    }

    @Test
    void upgrade_opsetOutOfRange_isRefused() {
        ModelProto ancient = model(7, 4, graph -> graph.node("Relu", "y", List.of("x")));
        assertThatThrownBy(() -> OpsetUpgrade.upgrade("ancient.onnx", ancient))
                .hasMessage("ancient.onnx: expected opset 9 to 20, found 7");
        ModelProto future = model(23, 4, graph -> graph.node("Relu", "y", List.of("x")));
        assertThatThrownBy(() -> OpsetUpgrade.upgrade("future.onnx", future))
                .hasMessage("future.onnx: expected opset 9 to 20, found 23");
    }

    @Test
    void upgrade_foreignDomain_isRefused() {
        ModelProto model = model(11, 4, graph -> graph.node("Relu", "y", List.of("x")));
        ModelProto.Builder foreign = model.toBuilder();
        foreign.getGraphBuilder().getNodeBuilder(0).setDomain("com.example");
        assertThatThrownBy(() -> OpsetUpgrade.upgrade("foreign.onnx", foreign.build()))
                .hasMessage("foreign.onnx: expected standard operators only, found Relu of domain com.example");
    }

    private static Old old(int opset, String operator, int rank, AttributeProto... attributes) {
        return new Old(opset, operator, rank, graph -> graph.node(operator, "y", List.of("x"), attributes));
    }

    private static GraphProto severalOutputs(
            String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        return GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType(operator)
                        .addAllInput(inputs)
                        .addAllOutput(outputs)
                        .addAllAttribute(List.of(attributes)))
                .build();
    }

    private static void topK(GraphBuilder graph) {
        graph.append(severalOutputs("TopK", List.of("x"), List.of("y", "indices"), Attributes.of("k", 2L)));
    }

    private static void split(GraphBuilder graph, AttributeProto... attributes) {
        AttributeProto[] all = Arrays.copyOf(attributes, attributes.length + 1);
        all[attributes.length] = Attributes.of("axis", 3L);
        graph.append(severalOutputs("Split", List.of("x"), List.of("first", "second"), all));
        // Both halves count: their concatenation the other way round.
        graph.node("Concat", "y", List.of("second", "first"), Attributes.of("axis", 3L));
    }

    private static ModelProto model(int opset, int rank, Consumer<GraphBuilder> nodes) {
        GraphBuilder graph = new GraphBuilder();
        nodes.accept(graph);
        TensorPort output = new TensorPort("y", ElementType.FLOAT32, Collections.nCopies(rank, -1L));
        return OnnxModels.of(graph.build("test", List.of(INPUT), List.of(output))).toBuilder()
                .setIrVersion(opset < 13 ? 6 : 8)
                .setOpsetImport(0, OperatorSetIdProto.newBuilder().setVersion(opset))
                .build();
    }

    private static Tensor.Floats run(ModelProto model) {
        FloatBuffer values = FloatBuffer.allocate(2 * 3 * 4 * 4);
        for (int i = 0; i < values.capacity(); i++) {
            values.put(i, (float) Math.sin(i * 1.7));
        }
        byte[] bytes = OnnxModels.write(model);
        try (OnnxSession session = OnnxSession.open("test", bytes, SessionSettings.singleThread())) {
            return session.run(Map.of("x", new Tensor.Floats(values, SHAPE)), List.of("y"))
                    .get("y");
        }
    }
}
