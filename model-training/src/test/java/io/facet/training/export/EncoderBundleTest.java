package io.facet.training.export;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleFile;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.TensorSpec;
import io.facet.domain.face.HeadTask;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleFormatter;
import io.facet.inference.onnx.ComposedGraph;
import io.facet.inference.onnx.GraphComposer;
import io.facet.inference.onnx.OnnxModels;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.testing.TestCrops;
import io.facet.training.engine.Parameters;
import io.facet.training.network.Activation;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EncoderBundleTest {
    private static final EncoderProgram ENCODER = Releases.smallest(Activation.QUICK_GELU);
    private static final String HEAD = "heads/expression.onnx";

    @TempDir
    private Path folder;

    @Test
    void write_encoder_opensWithInputFeaturesAndLineage() throws IOException {
        Path runCard = Files.writeString(folder.resolve("card.json"), "{\"seed\": 7}");
        Path out = folder.resolve("bundle");
        EncoderBundle.write(out, model(ENCODER), ENCODER, Releases.release(Optional.of(runCard)));

        Bundle bundle = Bundle.open(out);
        BundleManifest manifest = bundle.manifest();
        assertThat(manifest.encoderAlone()).isTrue();
        assertThat(manifest.licence()).isEqualTo("research-only");
        assertThat(manifest.alignment().name()).isEqualTo("facet-224-v1");
        assertThat(manifest.encoder().input().std()).containsExactly(0.26862954, 0.26130258, 0.27577711);
        assertThat(manifest.encoder().features())
                .containsExactly(
                        new TensorSpec("features.1", List.of(-1L, 17L, 32L)),
                        new TensorSpec("features.2", List.of(-1L, 17L, 32L)));
        assertThat(manifest.lineage().runCard()).isEqualTo("run-card.json");
        assertThat(manifest.files())
                .extracting(BundleFile::path)
                .containsExactly("card.md", "encoder.onnx", "run-card.json");
        assertThat(bundle.bytes("run-card.json")).isEqualTo(Files.readAllBytes(runCard));
        assertThat(new String(bundle.bytes("card.md"), StandardCharsets.UTF_8))
                .contains("# tiny-encoder 1.0.0", "Trained on nothing.", "- Licence: research-only", "`features.2`");
        assertThat(BundleFormatter.format(manifest))
                .contains("tiny-encoder@1.0.0", "run card   run-card.json", "from step-12.safetensors");
    }

    @Test
    void write_twice_givesSameBytes() {
        BundleManifest one = write(folder.resolve("one"));
        BundleManifest other = write(folder.resolve("other"));
        assertThat(one).isEqualTo(other);
        assertThat(folder.resolve("one/bundle.json")).hasSameBinaryContentAs(folder.resolve("other/bundle.json"));
    }

    @Test
    void write_largerEncoder_isAlignedToItsOwnSize() {
        EncoderProgram large =
                Releases.encoder(new VitSettings(256, 64, 32, 1, 2, Activation.GELU, 1e-6, false, true), 1);
        BundleManifest manifest =
                EncoderBundle.write(folder.resolve("large"), model(large), large, Releases.release(Optional.empty()));
        assertThat(manifest.alignment().size()).isEqualTo(256);
        assertThat(manifest.lineage().runCard()).isNull();
    }

    @Test
    void write_folderInUse_isRefused() throws IOException {
        Files.writeString(folder.resolve("precious.txt"), "keep me");
        assertThatThrownBy(() -> write(folder))
                .isInstanceOf(UserError.class)
                .hasMessage("bundle %s: expected an empty directory, found precious.txt in it", folder);
        assertThat(folder.resolve("precious.txt")).hasContent("keep me");
    }

    @Test
    void write_runCardMissing_isRefused() {
        Path missing = folder.resolve("missing.json");
        assertThatThrownBy(() -> EncoderBundle.write(
                        folder.resolve("out"), model(ENCODER), ENCODER, Releases.release(Optional.of(missing))))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("run card %s: expected a file".formatted(missing));
    }

    @Test
    void encoder_withAHead_composesAndDoesNotDependOnTheBatch() {
        BundleManifest manifest = withHead(write(folder.resolve("bundle")));
        Bundle bundle = Bundle.open(folder.resolve("bundle"));
        byte[] head = head();
        ComposedGraph graph = GraphComposer.compose(
                manifest,
                file -> file.equals(HEAD) ? OnnxModels.read(file, head) : bundle.model(file),
                Set.of(HeadTask.EXPRESSION));
        String output = graph.outputs().get(HeadTask.EXPRESSION);
        try (OnnxSession session = OnnxSession.open("composed", graph.model(), SessionSettings.singleThread())) {
            FloatBuffer three = run(session, graph, output, 0, 3);
            for (int face = 0; face < 3; face++) {
                assertThat(run(session, graph, output, face, 1)).isEqualTo(three.slice(face * 32, 32));
            }
            assertThat(three.slice(0, 32)).isNotEqualTo(three.slice(32, 32));
        }
    }

    private static FloatBuffer run(OnnxSession session, ComposedGraph graph, String output, int first, int count) {
        return session.run(Map.of(graph.inputName(), TestCrops.batch(first, count)), List.of(output))
                .get(output)
                .data();
    }

    /** logits = the mean of the tokens. */
    private record MeanOfTokens() implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            return Map.of("logits", ops.mean(inputs.get("features.2"), false, 1));
        }
    }

    private static byte[] head() {
        return OnnxProgram.write(
                "head",
                new MeanOfTokens(),
                List.of(OnnxProgram.input("features.2", Shape.of(Shape.ANY, 17, 32))),
                new Parameters(Map.of()),
                List.of("logits"));
    }

    private static BundleManifest withHead(BundleManifest encoder) {
        HeadSpec head = new HeadSpec(
                HeadTask.EXPRESSION,
                HEAD,
                List.of("features.2"),
                null,
                new TensorSpec("logits", List.of(-1L, 32L)),
                0,
                32,
                HeadSpec.Decoding.SOFTMAX,
                List.of(),
                null);
        return new BundleManifest(
                encoder.schemaVersion(),
                encoder.name(),
                encoder.version(),
                encoder.licence(),
                encoder.files(),
                encoder.lineage(),
                encoder.alignment(),
                null,
                encoder.encoder(),
                List.of(head),
                encoder.scores());
    }

    private static BundleManifest write(Path out) {
        return EncoderBundle.write(out, model(ENCODER), ENCODER, Releases.release(Optional.empty()));
    }

    private static byte[] model(EncoderProgram program) {
        return OnnxProgram.write(
                "encoder",
                program,
                List.of(OnnxProgram.input("image", program.image())),
                Releases.parameters(program),
                program.features().stream().map(TensorSpec::name).toList());
    }
}
