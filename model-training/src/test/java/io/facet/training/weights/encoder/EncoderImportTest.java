package io.facet.training.weights.encoder;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.UserError;
import io.facet.inference.testing.SharedData;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Inference;
import io.facet.training.engine.djl.DjlBackend;
import io.facet.training.network.Activation;
import io.facet.training.network.Projection;
import io.facet.training.network.TextEncoder;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;
import io.facet.training.weights.Fixtures;
import io.facet.training.weights.Safetensors;
import io.facet.training.weights.TensorFile;

import static io.facet.training.weights.Fixtures.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

class EncoderImportTest {
    private static final ImportOptions TWO_HEADS =
            ImportOptions.defaults().withHeads(2).withTextHeads(2);
    private static final VitSettings CLIP = new VitSettings(32, 8, 32, 2, 2, Activation.QUICK_GELU, 1e-5, true, false);
    private static final VitSettings MAE = new VitSettings(32, 8, 32, 2, 2, Activation.GELU, 1e-6, false, true);

    private static DjlBackend backend;
    private static Map<String, HostTensor> golden;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        backend = DjlBackend.open(EngineSettings.cpu(EngineSettings.Kind.DJL));
        golden = Safetensors.read(Fixtures.file("golden.safetensors")).tensors();
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-fp32.pt", "clip-torchscript.pt"})
    void run_clipWrittenByPyTorch_givesItsFeatures(String file) {
        ImportedEncoder imported = EncoderImport.run(Fixtures.file(file), TWO_HEADS);

        assertThat(imported.layout()).isEqualTo("CLIP / FaRL");
        assertThat(imported.vit()).isEqualTo(CLIP);
        assertThat(imported.text()).contains(new TextSettings(49, 12, 16, 1, 2));
        assertThat(imported.ignored()).isEmpty();
        assertThat(imported.parameters().get("temperature.logScale").values()).containsExactly(2.6592f);
        requireGolden(
                imported,
                new WholeClip(imported),
                Map.of("block1", "clip.block1", "block2", "clip.block2", "image", "clip.image", "text", "clip.text"));
    }

    @Test
    void run_halfPrecisionUnderAModulePrefix_givesItsFeatures() {
        ImportedEncoder imported = EncoderImport.run(Fixtures.file("clip-fp16.pth"), TWO_HEADS);

        assertThat(imported.vit()).isEqualTo(CLIP);
        requireGolden(imported, new Features(imported), Map.of("block1", "half.block1", "block2", "half.block2"));
    }

    @Test
    void run_legacyFileOfTheImageEncoderAlone_givesItsFeatures() {
        ImportedEncoder imported = EncoderImport.run(
                Fixtures.file("farl-vision-legacy.pth"),
                ImportOptions.defaults().withHeads(2));

        assertThat(imported.text()).isEmpty();
        assertThat(imported.format()).isEqualTo("PyTorch legacy");
        assertThat(imported.sha256()).isEqualTo("1e786f9fdf5281cb47cef2c2c530735ec5b467d733b53de1df1fb28d91c69d40");
        requireGolden(imported, new Features(imported), Map.of("block1", "clip.block1", "block2", "clip.block2"));
    }

    @Test
    void run_mae_givesItsFeaturesAndLeavesTheDecoder() {
        ImportedEncoder imported = EncoderImport.run(Fixtures.file("mae.pth"), TWO_HEADS);

        assertThat(imported.layout()).isEqualTo("MAE / MCF");
        assertThat(imported.vit()).isEqualTo(MAE);
        assertThat(imported.ignored())
                .containsExactly(new ImportedEncoder.Ignored(
                        "decoder of the pre-training",
                        List.of(
                                "decoder_embed.bias",
                                "decoder_embed.weight",
                                "decoder_norm.bias",
                                "decoder_norm.weight",
                                "decoder_pos_embed",
                                "mask_token")));
        requireGolden(
                imported,
                new Features(imported),
                Map.of("block1", "mae.block1", "block2", "mae.block2", "normed", "mae.latent"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clip-fp32.pt", "mae.pth"})
    void run_parametersAreThoseThatTheNetworkDeclares(String file) {
        ImportedEncoder imported = EncoderImport.run(Fixtures.file(file), TWO_HEADS);

        Map<String, Shape> declared = new LinkedHashMap<>();
        for (ParameterSpec spec : Declaration.of(new Features(imported), Map.of("image", Shape.of(1, 3, 32, 32)))
                .parameters()) {
            declared.put(spec.name(), spec.shape());
        }
        Map<String, Shape> found = new LinkedHashMap<>();
        imported.parameters().under("encoder.").values().forEach((name, value) -> found.put(name, value.shape()));
        assertThat(found).isEqualTo(declared);
    }

    @Test
    void run_ourOwnFile_isTheSameAgain() {
        ImportedEncoder first = EncoderImport.run(Fixtures.file("clip-fp32.pt"), TWO_HEADS);
        Map<String, HostTensor.Floats> values =
                new LinkedHashMap<>(first.parameters().values());
        values.put("mim.head.weight", HostTensor.Floats.scalar(1));
        Path file = folder.resolve("parameters.safetensors");
        Safetensors.write(file, values, Map.of());

        ImportedEncoder again = EncoderImport.run(file, TWO_HEADS);

        assertThat(again.layout()).isEqualTo("Facet");
        assertThat(again.vit()).isEqualTo(first.vit());
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.parameters()).usingRecursiveComparison().isEqualTo(first.parameters());
        assertThat(again.ignored())
                .containsExactly(
                        new ImportedEncoder.Ignored("other parts of the training", List.of("mim.head.weight")));
    }

    @Test
    void run_deit_leavesTheHead() {
        Path file = changed("mae.pth", tensors -> {
            withoutDecoder(tensors);
            tensors.put("head.weight", new HostTensor.Floats(Shape.of(3, 32), new float[96]));
            tensors.put("head.bias", new HostTensor.Floats(Shape.of(3), new float[3]));
        });

        ImportedEncoder imported = EncoderImport.run(file, TWO_HEADS);

        assertThat(imported.layout()).isEqualTo("timm / DeiT");
        assertThat(imported.ignored())
                .containsExactly(
                        new ImportedEncoder.Ignored("classification head", List.of("head.bias", "head.weight")));
    }

    @Test
    void run_distilledDeit_isRefusedUnlessToldToDropTheToken() {
        Path file = changed("mae.pth", tensors -> {
            withoutDecoder(tensors);
            float[] positions = floats(tensors.get("pos_embed"));
            float[] more = new float[18 * 32];
            Arrays.fill(more, 99);
            System.arraycopy(positions, 0, more, 0, 32);
            System.arraycopy(positions, 32, more, 64, 16 * 32);
            tensors.put("pos_embed", new HostTensor.Floats(Shape.of(1, 18, 32), more));
            tensors.put("dist_token", new HostTensor.Floats(Shape.of(1, 1, 32), new float[32]));
        });

        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("found a distillation token as well; --drop-distillation leaves it out");

        ImportedEncoder imported = EncoderImport.run(file, TWO_HEADS.withDropDistillation(true));
        assertThat(imported.adaptations()).contains("distillation token left out");
        requireGolden(imported, new Features(imported), Map.of("block2", "mae.block2"));
    }

    @Test
    void run_toAnotherSize_resamplesPositions() {
        ImportedEncoder imported = EncoderImport.run(Fixtures.file("mae.pth"), TWO_HEADS.withImageSize(64));

        HostTensor.Floats positions = imported.parameters().get("encoder.positions");
        assertThat(imported.vit().imageSize()).isEqualTo(64);
        assertThat(positions.shape()).isEqualTo(Shape.of(1, 65, 32));
        assertThat(imported.adaptations()).contains("positions resampled from 32 to 64 pixels, bicubic");
        assertThatThrownBy(() -> EncoderImport.run(Fixtures.file("mae.pth"), TWO_HEADS.withImageSize(60)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected an image size that is a multiple of the patch, 8, found 60");
    }

    @Test
    void run_maskedImageHeadOfFarl_isLeftOutByName() {
        Path file = changed("clip-fp32.pt", tensors -> {
            tensors.put("visual.mask_token", new HostTensor.Floats(Shape.of(32), new float[32]));
            tensors.put(
                    "visual.lm_transformer.resblocks.0.ln_1.bias", new HostTensor.Floats(Shape.of(32), new float[32]));
        });

        ImportedEncoder imported = EncoderImport.run(file, TWO_HEADS);

        assertThat(imported.vit()).isEqualTo(CLIP);
        assertThat(imported.ignored())
                .containsExactly(new ImportedEncoder.Ignored(
                        "masked image modelling head",
                        List.of("visual.lm_transformer.resblocks.0.ln_1.bias", "visual.mask_token")));
    }

    @Test
    void run_missingAndUnexpectedAndMisshapen_areAllNamedInNaturalOrder() {
        Path file = changed("clip-fp32.pt", tensors -> {
            tensors.remove("visual.ln_pre.bias");
            tensors.remove("visual.transformer.resblocks.1.mlp.c_fc.weight");
            for (int block : new int[] {10, 9, 2}) {
                tensors.put("extra." + block + ".weight", HostTensor.Floats.scalar(0));
            }
            tensors.put("visual.ln_post.weight", new HostTensor.Floats(Shape.of(16), new float[16]));
        });

        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS))
                .isInstanceOf(UserError.class)
                .hasMessage("cannot import " + file
                        + ": expected the 50 tensors of a CLIP / FaRL encoder of width 32 and 2 layers;"
                        + " 2 missing: visual.ln_pre.bias, visual.transformer.resblocks.1.mlp.c_fc.weight;"
                        + " 3 unexpected: extra.2.weight, extra.9.weight, extra.10.weight;"
                        + " 1 of another shape: visual.ln_post.weight [16] rather than [32]");
        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS.withIgnore(List.of("extra."))))
                .hasMessageContaining("2 missing")
                .hasMessageNotContaining("unexpected");
    }

    @Test
    void run_prefix_takesOneOfSeveralNetworks() {
        Path file = changed("mae.pth", tensors -> {
            withoutDecoder(tensors);
            Map<String, HostTensor> student = new LinkedHashMap<>();
            tensors.forEach((name, value) -> student.put("student.module." + name, value));
            tensors.clear();
            tensors.putAll(student);
            tensors.put("teacher.cls_token", HostTensor.Floats.scalar(1));
        });

        ImportedEncoder imported = EncoderImport.run(file, TWO_HEADS.withPrefix("student."));

        assertThat(imported.vit()).isEqualTo(MAE);
        assertThat(imported.ignored())
                .containsExactly(new ImportedEncoder.Ignored("not under student.", List.of("teacher.cls_token")));
        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS.withPrefix("tutor.")))
                .hasMessageContaining("expected names that begin with 'tutor.', found none among 31: ");
    }

    @Test
    void run_headsNotInTheFileAndWidthUnusual_asksForThem() {
        assertThatThrownBy(() -> EncoderImport.run(Fixtures.file("mae.pth"), ImportOptions.defaults()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "expected the number of heads with --heads: the file does not hold it, and width 32 is none");
        assertThatThrownBy(() -> EncoderImport.run(
                        Fixtures.file("mae.pth"), ImportOptions.defaults().withHeads(5)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("width is a multiple of heads");
    }

    @Test
    void run_notFinite_isRefused() {
        Path file = changed("mae.pth", tensors -> floats(tensors.get("norm.bias"))[3] = Float.NaN);

        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("tensor norm.bias: expected finite values, found NaN");
    }

    @Test
    void run_positionsNotOfASquare_isRefused() {
        Path file = changed(
                "mae.pth",
                tensors -> tensors.put("pos_embed", new HostTensor.Floats(Shape.of(1, 16, 32), new float[16 * 32])));

        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining(
                        "tensor pos_embed: expected positions of 1 token and a square of patches, found 16");
    }

    @Test
    void run_anotherArchitecture_isRefused() {
        Path file = SharedData.models().resolve("mtcnn_pnet.pt");
        assumeThat(file).exists();

        assertThatThrownBy(() -> EncoderImport.run(file, TWO_HEADS))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected an image encoder of CLIP or FaRL (visual.conv1.weight)")
                .hasMessageContaining("found 13 tensors: conv1.bias, conv1.weight");
    }

    private Path changed(String fixture, Consumer<Map<String, HostTensor>> change) {
        Map<String, HostTensor> tensors = new LinkedHashMap<>();
        try (TensorFile file = TensorFile.open(Fixtures.file(fixture))) {
            file.tensors().keySet().forEach(name -> tensors.put(name, file.read(name)));
        }
        change.accept(tensors);
        Path file = folder.resolve("changed.safetensors");
        Safetensors.write(file, tensors, Map.of());
        return file;
    }

    private static void withoutDecoder(Map<String, HostTensor> tensors) {
        tensors.keySet().removeIf(name -> name.startsWith("decoder_") || name.equals("mask_token"));
    }

    /** PyTorch's own modules and ours agree on the same weights. */
    private static void requireGolden(ImportedEncoder imported, Program program, Map<String, String> outputs) {
        try (Inference<?> inference = new Inference<>(backend, program, imported.parameters())) {
            Map<String, HostTensor.Floats> found =
                    inference.run(Map.of("image", golden.get("image"), "tokens", golden.get("tokens")));
            outputs.forEach((output, expected) -> assertThat(found.get(output).values())
                    .as(output)
                    .containsExactly(floats(golden.get(expected)), Offset.offset(1e-4f)));
        }
    }

    /** Blocks 1 and 2 and the normed end of the image encoder. */
    private record Features(ImportedEncoder imported) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            VisionTransformer encoder = new VisionTransformer("encoder", imported.vit());
            T tokens = encoder.tokens(ops, encoder.patches(ops, inputs.get("image")));
            List<T> features = encoder.features(ops, tokens, new TreeSet<>(List.of(1, 2)));
            return Map.of(
                    "block1", features.get(0), "block2", features.get(1), "normed", encoder.norm(ops, features.get(1)));
        }
    }

    /** The same, and the embeddings of image and text. */
    private record WholeClip(ImportedEncoder imported) implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            Map<String, T> outputs = new LinkedHashMap<>(new Features(imported).apply(ops, inputs));
            VisionTransformer encoder = new VisionTransformer("encoder", imported.vit());
            T image = encoder.norm(ops, encoder.classToken(ops, outputs.get("block2")));
            T text = new TextEncoder("text", imported.text().orElseThrow()).encode(ops, inputs.get("tokens"));
            outputs.put("image", new Projection("projection.image", 32, 16).apply(ops, image));
            outputs.put("text", new Projection("projection.text", 16, 16).apply(ops, text));
            return outputs;
        }
    }
}
