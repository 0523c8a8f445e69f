package io.facet.training.probe;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.facet.training.data.RgbImage;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.engine.Parameters;
import io.facet.training.network.Activation;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;

import static org.assertj.core.api.Assertions.assertThat;

/** On pictures whose brightness is their class, in UTKFace's naming. */
class TrainProbeCommandTest {
    private static final int PICTURES = 60;
    private static final VitSettings SMALL = new VitSettings(32, 16, 32, 2, 2, Activation.GELU, 1e-6, false, true);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @BeforeEach
    void writePictures() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        for (int i = 0; i < PICTURES; i++) {
            int gender = i % 2;
            String name = "%d_%d_0_2017010100%05d.png".formatted(20 + i % 40, gender, i);
            Files.write(data.resolve(name), ImageEncoder.png(picture(gender == 0 ? 40 + i % 7 : 200 + i % 7)));
        }
    }

    @Test
    void call_brightnessIsTheClass_isToldByAnyEncoder() throws IOException {
        Path json = folder.resolve("probe.json");

        int exit = probe("--against-random", "--features", "both", "--json", json.toString());

        assertThat(exit).isZero();
        JsonNode document = new ObjectMapper().readTree(json.toFile());
        assertThat(document.at("/reports/encoder/accuracy/value").asDouble()).isEqualTo(1);
        assertThat(document.at("/reports/random/tested").asInt())
                .isEqualTo(document.at("/reports/encoder/tested").asInt())
                .isPositive();
        int samples = document.at("/reports/encoder/trained").asInt()
                + document.at("/reports/encoder/tested").asInt();
        assertThat(samples).isEqualTo(PICTURES);
        assertThat(out.toString()).contains("encoder", "random", "class 0", "class 1");
    }

    @Test
    void call_brokenPicture_isLeftOutAndNamed() throws IOException {
        Files.write(folder.resolve("data/33_1_0_201701010099999.png"), new byte[] {1, 2, 3});

        assertThat(probe()).isZero();
        assertThat(out.toString()).contains("1 samples left out").contains("33_1_0_201701010099999");
    }

    @Test
    void call_labelThatIsNotThere_saysWhichThereAre() {
        assertThat(probe("--label", "smile")).isEqualTo(2);
        assertThat(out.toString()).contains("no label smile").contains("gender");
    }

    private int probe(String... more) {
        CommandLine line = new CommandLine(new TrainProbeCommand(path -> random()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((error, command, result) -> {
                    out.write(error.getMessage());
                    return 2;
                });
        String[] options = {
            "--encoder",
            "any",
            "--data",
            "utkface=" + folder.resolve("data"),
            "--label",
            "gender",
            "--threads",
            "1",
            "--holdout",
            "0.3",
            "--batch",
            "16"
        };
        String[] all = new String[options.length + more.length];
        System.arraycopy(options, 0, all, 0, options.length);
        System.arraycopy(more, 0, all, options.length, more.length);
        return line.execute(all);
    }

    private static ProbedEncoder random() {
        ProbedEncoder empty = ProbedEncoder.of(SMALL, new Parameters(Map.of()));
        FeatureProgram program = new FeatureProgram(empty.network(), FeaturePooling.CLASS);
        return ProbedEncoder.of(
                SMALL,
                Parameters.initialize(Declaration.of(program, program.inputs()).parameters(), 99));
    }

    private static RgbImage picture(int brightness) {
        byte[] pixels = new byte[3 * 32 * 32];
        Arrays.fill(pixels, (byte) brightness);
        return new RgbImage(32, 32, pixels);
    }
}
