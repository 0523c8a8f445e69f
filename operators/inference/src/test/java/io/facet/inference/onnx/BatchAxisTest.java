package io.facet.inference.onnx;

import java.util.List;

import ai.onnx.proto.OnnxMl.ModelProto;
import org.junit.jupiter.api.Test;

import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;
import io.facet.inference.testing.TinyModels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class BatchAxisTest {

    @Test
    void free_fixedBatch_freesPortsAndReshapesOfActivationsOnly() {
        ModelProto model = OnnxModels.read("gender-age", TinyModels.genderAge());
        BatchAxis.Freed freed = BatchAxis.free("gender-age", model);
        assertThat(freed.adaptations()).containsExactly("batch 1 -> N", "Reshape [1, ...] -> [0, ...] x1");
        assertThat(OnnxModels.inputs("freed", freed.model().getGraph())
                        .get("data")
                        .shape())
                .containsExactly(-1L, 3L, 64L, 64L);
        assertThat(OnnxModels.outputs("freed", freed.model().getGraph())
                        .get("fc")
                        .shape())
                .containsExactly(-1L, 22L);
        assertThat(reshapeShape(freed.model(), "slope")).isEqualTo("shape_of_weights");
        assertThat(reshapeShape(freed.model(), "flat")).isEqualTo("flat/batched_shape");
    }

    @Test
    void free_freeBatch_changesNothing() {
        ModelProto model = OnnxModels.read("head", TinyModels.vectorHead("logits", 3, 1));
        BatchAxis.Freed freed = BatchAxis.free("head", model);
        assertThat(freed.adaptations()).isEmpty();
        assertThat(freed.model()).isEqualTo(model);
    }

    @Test
    void free_batchOfSeveral_isRefused() {
        GraphBuilder graph = new GraphBuilder();
        graph.node("Relu", "y", List.of("x"));
        TensorPort in = new TensorPort("x", ElementType.FLOAT32, List.of(4L, 8L));
        TensorPort out = new TensorPort("y", ElementType.FLOAT32, List.of(4L, 8L));
        ModelProto model = OnnxModels.of(graph.build("four", List.of(in), List.of(out)));
        assertThatThrownBy(() -> BatchAxis.free("four.onnx", model))
                .isInstanceOf(OnnxFormatException.class)
                .hasMessage("four.onnx: expected a batch of 1 or a free one at x, found 4");
    }

    private static String reshapeShape(ModelProto model, String output) {
        return model.getGraph().getNodeList().stream()
                .filter(node -> node.getOutput(0).equals(output))
                .findFirst()
                .orElseThrow()
                .getInput(1);
    }
}
