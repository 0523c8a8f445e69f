package io.facet.inference.onnx;

import java.util.List;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExternalDataTest {
    private static final TensorProto OUTSIDE = TensorProto.newBuilder()
            .setName("weights")
            .setDataLocation(TensorProto.DataLocation.EXTERNAL)
            .build();

    @Test
    void read_weightsInAnotherFile_areRefusedWhereverTheyAre() {
        AttributeProto value =
                AttributeProto.newBuilder().setName("value").setT(OUTSIDE).build();
        GraphProto constant = graph(value).build();
        List<GraphProto> models = List.of(
                graph().addInitializer(OUTSIDE).build(),
                constant,
                graph(AttributeProto.newBuilder().setG(constant).build()).build(),
                graph(AttributeProto.newBuilder().addGraphs(constant).build()).build(),
                graph(AttributeProto.newBuilder().addTensors(OUTSIDE).build()).build());
        for (GraphProto model : models) {
            assertThatThrownBy(() -> read(model))
                    .as(model.toString())
                    .isInstanceOf(OnnxFormatException.class)
                    .hasMessage("net: expected weights inside the model, found weights in another file");
        }
    }

    @Test
    void read_weightsInside_areTaken() {
        TensorProto inside = OUTSIDE.toBuilder().clearDataLocation().build();
        GraphProto model = graph(AttributeProto.newBuilder().setT(inside).build())
                .addInitializer(inside)
                .build();
        assertThatCode(() -> read(model)).doesNotThrowAnyException();
    }

    private static GraphProto.Builder graph(AttributeProto... attributes) {
        return GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder().setOpType("Constant").addAllAttribute(List.of(attributes)));
    }

    private static void read(GraphProto graph) {
        OnnxModels.read("net", OnnxModels.write(OnnxModels.of(graph)));
    }
}
