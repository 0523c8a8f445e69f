package io.facet.training.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.facet.domain.UserError;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.session.ElementType;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.network.Activation;
import io.facet.training.network.ConvStem;
import io.facet.training.network.TextEncoder;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Exported encoders against the engine that trains them. */
class EncoderExportTest {
    private static final EncoderProgram SMALLEST = Releases.smallest(Activation.QUICK_GELU);

    private static final ConvStem STEM = new ConvStem(List.of(4, 6), List.of(1, 0));

    private static Backend<?> backend;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openBackend() {
        backend = Engines.open(new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1));
    }

    @AfterAll
    static void closeBackend() {
        backend.close();
    }

    @ParameterizedTest
    @EnumSource
    void run_smallEncoder_agreesWithTheEngineAndOpens(Activation activation) {
        EncoderProgram program = Releases.smallest(activation);
        EncoderExport.Exported exported = export(program, Releases.parameters(program));

        assertThat(exported.parity().largestDifference()).isBetween(0.0, 1e-5);
        assertThat(Bundle.open(folder.resolve("out")).manifest()).isEqualTo(exported.manifest());
    }

    @Test
    void run_vitTiny_agreesWithTheEngine() {
        EncoderProgram tiny = Releases.encoder(VitSettings.clip(VitSettings.Size.TINY), 4, 6, 8, 12);
        EncoderExport.Exported exported = export(tiny, Releases.parameters(tiny));

        assertThat(exported.parity().largestDifference()).isBetween(0.0, 1e-4);
        assertThat(exported.manifest().encoder().features())
                .extracting(TensorSpec::name)
                .containsExactly("features.4", "features.6", "features.8", "features.12");
    }

    @Test
    void run_encoderWithStem_offersItsMapsAndAgreesWithTheEngine() {
        VitSettings settings =
                Releases.smallest(Activation.GELU).encoder().settings().withStem(STEM);
        EncoderProgram program = new EncoderProgram(
                new VisionTransformer("encoder", settings), new TreeSet<>(List.of(2)), new TreeSet<>(List.of(2, 4)));
        EncoderExport.Exported exported = export(program, Releases.parameters(program));

        assertThat(exported.parity().largestDifference()).isBetween(0.0, 1e-4);
        assertThat(exported.manifest().encoder().features())
                .containsExactly(
                        new TensorSpec("features.2", List.of(-1L, 17L, 32L)),
                        new TensorSpec("stem.2", List.of(-1L, 4L, 16L, 16L)),
                        new TensorSpec("stem.4", List.of(-1L, 6L, 8L, 8L)));
        assertThat(Bundle.open(folder.resolve("out")).manifest()).isEqualTo(exported.manifest());
    }

    @Test
    void program_mapTheStemDoesNotHave_isRefused() {
        VisionTransformer encoder = SMALLEST.encoder();
        assertThatThrownBy(() -> new EncoderProgram(encoder, SMALLEST.layers(), new TreeSet<>(List.of(4))))
                .hasMessage("stem: expected strides of [], found [4]");
    }

    @Test
    void run_parametersThatAreNoNumbers_isRefusedAndLeavesNothing() {
        Parameters broken = changed("encoder.blocks.1.mlp.down.bias", Float.NaN);
        assertThatThrownBy(() -> export(SMALLEST, broken))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("tiny-encoder: expected ONNX Runtime within ")
                .hasMessageContaining("of the training engine, found largest difference NaN of values up to ");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void run_folderInUse_isRefusedBeforeTheWork() throws IOException {
        Files.createDirectory(folder.resolve("out"));
        Files.writeString(folder.resolve("out/precious.txt"), "keep me");
        assertThatThrownBy(() -> export(SMALLEST, new Parameters(Map.of())))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected an empty directory, found precious.txt in it");
    }

    @Test
    void require_fileOfOtherParameters_isRefused() {
        byte[] other = model(changed("encoder.blocks.0.norm1.bias", 0.01f));
        assertThatThrownBy(() -> require(other))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("file: expected ONNX Runtime within");
    }

    @Test
    void require_fileCutShort_isRefused() {
        byte[] whole = model(Releases.parameters(SMALLEST));
        byte[] cut = Arrays.copyOf(whole, whole.length / 2);
        assertThatThrownBy(() -> require(cut))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("file: expected a model that ONNX Runtime runs, found: ");
    }

    /** Tokens come in as int64. */
    private record Text(TextEncoder encoder) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            return Map.of("text", encoder.encode(ops, inputs.get("tokens")));
        }
    }

    @Test
    void measure_textEncoder_agreesWithTheEngine() {
        TextSettings settings = new TextSettings(50, 9, 32, 2, 2);
        Text text = new Text(new TextEncoder("text", settings));
        Parameters parameters = Parameters.initialize(
                Declaration.of(text, Map.of("tokens", Shape.of(Shape.ANY, 9))).parameters(), 7);
        TensorPort tokens = new TensorPort("tokens", ElementType.INT64, List.of(-1L, 9L));
        byte[] model = OnnxProgram.write("text", text, List.of(tokens), parameters, List.of("text"));

        long[] ids = new SplittableRandom(3).longs(5 * 9, 0, 50).toArray();
        HostTensor batch = new HostTensor.Longs(Shape.of(5, 9), ids);
        try (Inference<?> engine = new Inference<>(backend, text, parameters)) {
            ParityCheck.Parity parity = ParityCheck.require("text", model, engine, List.of(Map.of("tokens", batch)));
            assertThat(parity.largestDifference()).isBetween(0.0, 1e-5);
            assertThat(parity.batch()).isEqualTo(5);
        }
    }

    private EncoderExport.Exported export(EncoderProgram program, Parameters parameters) {
        return EncoderExport.run(
                backend, program, parameters, Releases.release(Optional.empty()), folder.resolve("out"));
    }

    private static ParityCheck.Parity require(byte[] model) {
        try (Inference<?> engine = new Inference<>(backend, SMALLEST, Releases.parameters(SMALLEST))) {
            List<TensorPort> inputs = List.of(OnnxProgram.input("image", SMALLEST.image()));
            return ParityCheck.require("file", model, engine, ParityCheck.randomBatches(inputs, 1));
        }
    }

    private static byte[] model(Parameters parameters) {
        return OnnxProgram.write(
                "file",
                SMALLEST,
                List.of(OnnxProgram.input("image", SMALLEST.image())),
                parameters,
                List.of("features.1", "features.2"));
    }

    /** The parameters with one value of one of them changed. */
    private static Parameters changed(String name, float value) {
        Parameters parameters = Releases.parameters(SMALLEST);
        HostTensor.Floats old = parameters.get(name);
        float[] values = old.values().clone();
        values[3] = value;
        return parameters.with(new Parameters(Map.of(name, new HostTensor.Floats(old.shape(), values))));
    }
}
