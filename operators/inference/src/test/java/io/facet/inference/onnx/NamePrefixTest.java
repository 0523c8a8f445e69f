package io.facet.inference.onnx;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;

import io.facet.inference.session.ElementType;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;

import static org.assertj.core.api.Assertions.assertThat;

class NamePrefixTest {

    /** {@code y = sum(x) > 0 ? 2x : −x}, whose branches read x and a weight from around them. */
    private static GraphProto branching() {
        GraphBuilder graph = new GraphBuilder();
        graph.floats("zero", List.of(), 0);
        graph.floats("two", List.of(), 2);
        graph.node("ReduceSum", "sum", List.of("x"), Attributes.of("keepdims", 0L));
        graph.node("Greater", "positive", List.of("sum", "zero"));
        GraphBuilder then = new GraphBuilder();
        then.node("Mul", "doubled", List.of("x", "two"));
        GraphBuilder otherwise = new GraphBuilder();
        otherwise.node("Neg", "negated", List.of("x"));
        graph.node(
                "If",
                "y",
                List.of("positive"),
                branch("then_branch", then, "doubled"),
                branch("else_branch", otherwise, "negated"));
        return graph.build("branching", List.of(port("x")), List.of(port("y")));
    }

    @Test
    void apply_graphWithSubgraphs_stillComputesTheSame() {
        GraphProto renamed = NamePrefix.apply(branching(), "part/", Map.of("x", "outer"));
        assertThat(OnnxModels.inputNames(renamed)).containsExactly("outer");
        assertThat(renamed.getInitializerList().stream().map(TensorProto::getName))
                .containsExactly("part/zero", "part/two");
        byte[] model = OnnxModels.write(OnnxModels.of(GraphPruning.keep(renamed, List.of("part/y"))));
        try (OnnxSession session = OnnxSession.open("renamed", model, SessionSettings.singleThread())) {
            assertThat(run(session, 1, 2)).containsExactly(2, 4);
            assertThat(run(session, -1, -2)).containsExactly(1, 2);
        }
    }

    @Test
    void prune_weightReadInABranchOnly_isKept() {
        GraphProto pruned = GraphPruning.keep(branching(), List.of("y"));
        assertThat(pruned).isEqualTo(branching());
        assertThat(GraphPruning.keep(branching(), List.of("sum")).getNodeCount())
                .isEqualTo(1);
        assertThat(GraphPruning.keep(branching(), List.of("sum")).getInitializerCount())
                .isZero();
    }

    private static float[] run(OnnxSession session, float... values) {
        Tensor feed = new Tensor.Floats(FloatBuffer.wrap(values), List.of(2L));
        return session.run(Map.of("outer", feed), List.of("part/y"))
                .get("part/y")
                .data()
                .array();
    }

    private static AttributeProto branch(String name, GraphBuilder graph, String output) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(graph.build(name, List.of(), List.of(port(output))))
                .build();
    }

    private static TensorPort port(String name) {
        return new TensorPort(name, ElementType.FLOAT32, List.of(2L));
    }
}
