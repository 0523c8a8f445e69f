package io.facet.training.data.prepare;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.facet.domain.UserError;
import io.facet.inference.testing.TinyModels;
import io.facet.training.data.TestPictures;
import io.facet.training.data.caption.DataCaptionCommand;

import static org.assertj.core.api.Assertions.assertThat;

class DataCommandsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void caption_labelledSet_writesTheFile() throws Exception {
        Path tar = TestPictures.tar(folder.resolve("u.tar"), Map.of("31_0_1_1.png", TestPictures.numbered(1)));
        Path file = folder.resolve("captions.jsonl");

        int code = command(new DataCaptionCommand())
                .execute("--kind", "utkface", "--input", tar.toString(), "--out", file.toString());

        assertThat(code).isZero();
        assertThat(out.toString())
                .contains("Captions of 1 pictures in " + file + "; 0 without labels to tell, 0 unreadable");
        assertThat(Files.readString(file)).startsWith("{\"key\":\"u.tar/31_0_1_1.png\",\"captions\":[");
    }

    @Test
    void prepare_laionFace_tellsWhatWasKept() throws Exception {
        Path model = Files.write(folder.resolve("discs.onnx"), TinyModels.detector());
        TestPictures.write(
                folder.resolve("in"), Map.of("1.png", TestPictures.numbered(1), "1.txt", "a face".getBytes()));

        int code = command(new DataPrepareCommand())
                .execute(
                        "laion-face",
                        "--input",
                        folder.resolve("in").toString(),
                        "--detector-model",
                        model.toString(),
                        "--out",
                        folder.resolve("out").toString());

        assertThat(errors.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString()).contains("0 faces of 1 pictures in ").contains("1 without a face");
        assertThat(folder.resolve("out/summary.json")).exists();
    }

    @Test
    void prepare_wrongOptions_areUserErrors() throws Exception {
        String[] base = {"laion-face", "--input", "in", "--out", "out"};

        assertThat(command(new DataPrepareCommand()).execute(base)).isEqualTo(2);
        assertThat(errors.toString()).contains("--detector");
        errors.getBuffer().setLength(0);
        assertThat(command(new DataPrepareCommand())
                        .execute(
                                "laion-face",
                                "--input",
                                "in",
                                "--out",
                                "o",
                                "--detector-model",
                                "gone.onnx",
                                "--score",
                                "3"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("the score must be in [0, 1), got 3.0");
        errors.getBuffer().setLength(0);
        assertThat(command(new DataPrepareCommand())
                        .execute("laion-face", "--input", "in", "--out", "o", "--detector-model", "gone.onnx"))
                .isEqualTo(2);
        assertThat(errors.toString()).contains("detector gone.onnx: cannot be read");
    }

    /** As the root of the command line does it. */
    private CommandLine command(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .setExecutionExceptionHandler((error, line, parsed) -> {
                    errors.write(error.getMessage());
                    return error instanceof UserError ? 2 : 1;
                });
    }
}
