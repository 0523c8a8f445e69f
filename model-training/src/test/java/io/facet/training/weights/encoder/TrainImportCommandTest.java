package io.facet.training.weights.encoder;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

import io.facet.domain.UserError;
import io.facet.domain.bundle.BundleManifest;
import io.facet.domain.bundle.TensorSpec;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.testing.SharedData;
import io.facet.training.weights.Fixtures;
import io.facet.training.weights.Safetensors;

import static org.assertj.core.api.Assertions.assertThat;

class TrainImportCommandTest {
    @TempDir
    Path folder;

    private final StringWriter output = new StringWriter();
    private Exception failure;

    @Test
    void import_clip_endsInABundleThatOpens() {
        Path out = folder.resolve("bundle");
        Path parameters = folder.resolve("start.safetensors");

        int code = run(
                Fixtures.file("clip-fp16.pth"),
                "--out",
                out,
                "--heads",
                2,
                "--text-heads",
                2,
                "--license",
                "MIT",
                "--parameters",
                parameters);

        BundleManifest manifest = Bundle.open(out).manifest();
        assertThat(code).isZero();
        assertThat(manifest.id()).isEqualTo("clip-fp16@1.0.0");
        assertThat(manifest.licence()).isEqualTo("MIT");
        assertThat(manifest.encoder().input().mean()).containsExactly(0.48145466, 0.4578275, 0.40821073);
        assertThat(manifest.encoder().features())
                .containsExactly(
                        new TensorSpec("features.1", List.of(-1L, 17L, 32L)),
                        new TensorSpec("features.2", List.of(-1L, 17L, 32L)));
        assertThat(manifest.lineage().sources().get(0).adaptations())
                .containsExactly("named as Facet's parameters, from CLIP / FaRL", "pixels normalised as by clip");
        assertThat(Safetensors.read(parameters).parameters().values())
                .containsKeys("text.tokens.weight", "projection.image.weight");
        assertThat(output.toString())
                .contains(
                        "CLIP / FaRL, PyTorch zip, SHA-256 ",
                        "Image encoder: 2 layers of width 32, 2 heads, patches of 8, 32 x 32 pixels, QUICK_GELU",
                        "Text encoder: 1 layers of width 16, 2 heads, 12 tokens of 49",
                        "ONNX Runtime agrees: largest difference",
                        "features of blocks 1, 2");
    }

    @Test
    void import_maeAtAnotherSize_offersTheChosenLayers() {
        Path out = folder.resolve("bundle");

        run(Fixtures.file("mae.pth"), "--out", out, "--heads", 2, "--image-size", 64, "--layers", "2", "--name", "mcf");

        BundleManifest manifest = Bundle.open(out).manifest();
        assertThat(manifest.id()).isEqualTo("mcf@1.0.0");
        assertThat(manifest.licence()).isEqualTo("research-only");
        assertThat(manifest.encoder().input().width()).isEqualTo(64);
        assertThat(manifest.encoder().input().std()).containsExactly(0.229, 0.224, 0.225);
        assertThat(manifest.encoder().features()).containsExactly(new TensorSpec("features.2", List.of(-1L, 65L, 32L)));
        assertThat(output.toString())
                .contains("Left out, decoder of the pre-training: 6 tensors: decoder_embed.bias, decoder_embed.weight");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "biubug6_slim_Final.pth | conf.0.0.bias | [64] | 198 tensors",
                "mtcnn_pnet.pt | conv4_2.weight | [4, 32, 1, 1] | 13 tensors",
            })
    void list_publishedFile_namesAllTensors(String name, String tensor, String shape, String count) {
        run(SharedData.models().resolve(name), "--list");

        assertThat(output.toString().lines().filter(line -> line.startsWith(tensor + " ")))
                .singleElement()
                .asString()
                .endsWith(shape);
        assertThat(output.toString()).contains(count, "PyTorch legacy");
    }

    @Test
    void list_trainersCheckpoint_saysWhereTheTensorsAre() {
        run(Fixtures.file("mae.pth"), "--list");

        assertThat(output.toString())
                .contains(
                        "blocks.0.attn.qkv.weight   float32   [96, 32]",
                        "36 tensors, ",
                        "entry: model",
                        "left out: epoch, optimizer, args");
    }

    @Test
    void import_withoutOut_saysSo() {
        int code = run(Fixtures.file("mae.pth"));

        assertThat(code).isEqualTo(2);
        assertThat(failure).isInstanceOf(CommandLine.ParameterException.class).hasMessage("--out or --list is missing");
    }

    @Test
    void import_layerThatDoesNotExist_leavesNothing() {
        Path out = folder.resolve("bundle");

        run(Fixtures.file("mae.pth"), "--out", out, "--heads", 2, "--layers", "2,3");

        assertThat(failure)
                .isInstanceOf(UserError.class)
                .hasMessage("--layers: expected numbers from 1 to 2, found [2, 3]");
        assertThat(Files.exists(out)).isFalse();
    }

    private int run(Object... arguments) {
        String[] texts = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CommandLine(new TrainImportCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(output))
                .setParameterExceptionHandler((error, args) -> fail(error))
                .setExecutionExceptionHandler((error, command, parsed) -> fail(error))
                .execute(texts);
    }

    private int fail(Exception error) {
        failure = error;
        return 2;
    }
}
