package io.facet.training.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Parameters;
import io.facet.training.network.Activation;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class OnnxProgramTest {
    private static final EncoderProgram ENCODER = new EncoderProgram(
            new VisionTransformer(
                    "encoder", new VitSettings(32, 8, 32, 2, 2, Activation.QUICK_GELU, 1e-5, true, false)),
            new TreeSet<>(List.of(1, 2)));
    private static final List<TensorPort> IMAGE = List.of(OnnxProgram.input("image", ENCODER.image()));
    private static final List<String> FEATURES = List.of("features.1", "features.2");

    /** y = x Wᵀ; z = y + shift. */
    private record Line(Shape weight) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T y = ops.linear(
                    inputs.get("x"), ops.parameter(new ParameterSpec("weight", weight, Initialization.zeros())));
            T shift = ops.parameter(new ParameterSpec("shift", Shape.of(1), Initialization.zeros()));
            return Map.of("y", y, "z", ops.add(y, shift), "best", ops.argMax(y, 1));
        }
    }

    private static final List<TensorPort> X = List.of(OnnxProgram.input("x", Shape.of(Shape.ANY, 2)));

    @Test
    void write_encoder_isOpset20OfIr9WithFreeBatchAndParametersByName() {
        Parameters parameters = parameters(ENCODER);
        ModelProto model = OnnxModels.read("encoder", write(parameters));

        assertThat(model.getIrVersion()).isEqualTo(9);
        assertThat(OnnxModels.opset("encoder", model)).isEqualTo(20);
        assertThat(model.getGraph()
                        .getInput(0)
                        .getType()
                        .getTensorType()
                        .getShape()
                        .getDim(0)
                        .getDimParam())
                .isEqualTo("N");
        assertThat(OnnxModels.outputs("encoder", model.getGraph())
                        .get("features.2")
                        .shape())
                .containsExactly(-1L, 17L, 32L);
        Map<String, List<Long>> found = new LinkedHashMap<>();
        for (TensorProto tensor : model.getGraph().getInitializerList()) {
            found.put(tensor.getName(), tensor.getDimsList());
        }
        assertThat(found).containsEntry("encoder.blocks.1.mlp.up.weight", List.of(128L, 32L));
        assertThat(found.keySet()).containsAll(parameters.values().keySet());
    }

    @Test
    void write_sameParameters_givesSameBytes() {
        assertThat(write(parameters(ENCODER))).isEqualTo(write(parameters(ENCODER)));
    }

    @Test
    void write_someOutputs_leavesOutWhatTheyDoNotNeed() {
        Parameters values =
                new Parameters(Map.of("weight", floats(Shape.of(1, 2), 3, 4), "shift", floats(Shape.of(1), 100)));
        byte[] model = OnnxProgram.write("line", new Line(Shape.of(1, 2)), X, values, List.of("y"));

        assertThat(OnnxRun.run(model, Map.of("x", floats(Shape.of(2, 2), 1, 2, 5, 6)), "y"))
                .containsExactly(11, 39);
        assertThat(OnnxModels.read("line", model).getGraph().getInitializerList())
                .extracting(TensorProto::getName)
                .containsExactly("weight");
    }

    @Test
    void write_parameterMissing_isRefused() {
        assertThatThrownBy(() -> write(new Parameters(Map.of())))
                .isInstanceOf(UserError.class)
                .hasMessage("parameter encoder.patch.weight: expected shape [32, 3, 8, 8], found none");
    }

    @Test
    void write_parameterOfOtherShape_isRefused() {
        Parameters other =
                parameters(ENCODER).with(new Parameters(Map.of("encoder.patch.weight", floats(Shape.of(1), 1))));
        assertThatThrownBy(() -> write(other))
                .isInstanceOf(UserError.class)
                .hasMessage("parameter encoder.patch.weight: expected shape [32, 3, 8, 8], found [1]");
    }

    @Test
    void write_moreThanAFileHolds_isRefused() {
        assertThatThrownBy(() -> OnnxProgram.write(
                        "large", new Line(Shape.of(1L << 29, 2)), X, new Parameters(Map.of()), List.of("y")))
                .isInstanceOf(UserError.class)
                .hasMessage("parameters up to weight: expected at most 2146435071 bytes, as an ONNX file holds,"
                        + " found 4294967296");
    }

    @Test
    void write_unknownOutput_isRefused() {
        Parameters values =
                new Parameters(Map.of("weight", floats(Shape.of(1, 2), 3, 4), "shift", floats(Shape.of(1), 100)));
        Line line = new Line(Shape.of(1, 2));
        assertThatThrownBy(() -> OnnxProgram.write("line", line, X, values, List.of("w")))
                .hasMessage("expected outputs out of [best, y, z], found w");
        assertThatThrownBy(() -> OnnxProgram.write("line", line, X, values, List.of("best")))
                .hasMessage("output best: expected FLOAT32, found INT64");
    }

    private static byte[] write(Parameters parameters) {
        return OnnxProgram.write("encoder", ENCODER, IMAGE, parameters, FEATURES);
    }

    private static Parameters parameters(EncoderProgram program) {
        return Parameters.initialize(
                Declaration.of(program, Map.of("image", program.image())).parameters(), 7);
    }

    private static HostTensor.Floats floats(Shape shape, float... values) {
        return new HostTensor.Floats(shape, values);
    }
}
