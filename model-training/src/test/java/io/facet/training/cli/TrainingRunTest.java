package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.TestPictures;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.loop.card.RunCard;
import io.facet.training.recipe.TrainedEncoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Runs of a tokenizer of a few thousand parameters, on pictures in UTKFace's naming. */
class TrainingRunTest {
    private static final int PICTURES = 24;
    private static final String RECIPE = """
            name: trial
            data: [{kind: utkface, path: faces}]
            tokenizer: {imageSize: 16, patch: 4, vocabulary: 8, width: 8, codeWidth: 4}
            optimizer: {batch: 4}
            schedule: {updates: 6, peak: 1.0e-3}
            checkpoints: {everyUpdates: 2, everyMinutes: 0, logEvery: 1}
            """;

    @TempDir
    private Path folder;

    private Path recipe;

    @BeforeEach
    void writeFacesAndRecipe() throws IOException {
        Path faces = Files.createDirectory(folder.resolve("faces"));
        for (int i = 0; i < PICTURES; i++) {
            byte[] picture = ImageEncoder.png(TestPictures.flat(20, 20, 10 * i, 255 - 10 * i, 128));
            Files.write(faces.resolve("%d_%d_0_2017%04d.png".formatted(20 + i, i % 2, i)), picture);
        }
        recipe = Files.writeString(folder.resolve("trial.yaml"), RECIPE);
    }

    @AfterAll
    static void logAsBefore() {
        Configurator.reconfigure();
    }

    @Test
    void tokenizer_corruptPictureAndLabelOutOfRange_areSkippedCountedAndNamed() throws IOException {
        Files.writeString(folder.resolve("faces/30_1_0_corrupt.png"), "no picture");
        Files.write(folder.resolve("faces/31_7_0_gender.png"), TestPictures.numbered(1));
        Path run = folder.resolve("run");

        assertThat(train(run).errors()).isEmpty();

        long skipped = RunCard.read(run.resolve("run-card.json")).totals().skippedSamples();
        assertThat(skipped).isGreaterThanOrEqualTo(2);
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("samples skipped")
                .contains("trial");
        assertThat(Files.readString(run.resolve("facet.log")))
                .contains("30_1_0_corrupt")
                .contains("expected gender in 0 to 1, found 7");
        assertThat(run.resolve("checkpoints/update-0000006/parameters.safetensors"))
                .exists();
    }

    @Test
    void resume_afterATimeLimit_hasTheLossesOfAnUninterruptedRun() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");

        assertThat(train(whole).code()).isZero();
        assertThat(train(parts, "--time-limit", "PT0.001S").code()).isZero();
        assertThat(Files.readAllLines(parts.resolve("metrics.csv"))).hasSize(2);
        assertThat(CommandRun.of("train", "resume", "--out", parts, "--threads", 1))
                .isEqualTo(new CommandRun(0, ""));

        assertThat(losses(parts)).hasSize(6).isEqualTo(losses(whole));
    }

    private static List<String> losses(Path run) throws IOException {
        List<String> lines = Files.readAllLines(run.resolve("metrics.csv"));
        int column = List.of(lines.get(0).split(",")).indexOf("loss");
        return lines.stream().skip(1).map(line -> line.split(",")[column]).toList();
    }

    @Test
    void resume_checkpointOfAnotherArchitecture_isRefused() throws IOException {
        Path run = folder.resolve("run");
        train(run, "--time-limit", "PT0.001S");
        Path order = run.resolve("run-order.json");
        Files.writeString(order, Files.readString(order).replace("width: 8,", "width: 16,"));

        CommandRun resumed = CommandRun.of("train", "resume", "--out", run, "--threads", 1);

        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.errors())
                .startsWith("facet: the checkpoint of update 1 is of another architecture: ")
                .contains("of another shape (tokenizer.")
                .hasLineCount(1);
    }

    @Test
    void tokenizer_folderOfARun_isRefusedAndKept() throws IOException {
        Path run = folder.resolve("run");
        train(run);
        String card = Files.readString(run.resolve("run-card.json"));

        assertThat(train(run))
                .isEqualTo(new CommandRun(
                        2,
                        "facet: the output folder " + run + " holds a run already, up to update-0000006:"
                                + " resume it or choose another folder\n"));
        assertThat(run.resolve("run-card.json")).hasContent(card);
    }

    @Test
    void tokenizer_dataMissingEmptyOrTooFew_isRefused() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty/faces"));
        Path few = folder.resolve("few");
        TestPictures.write(few.resolve("faces"), Map.of("30_1_0_1.png", TestPictures.numbered(1)));

        assertThat(on(folder.resolve("nowhere")))
                .isEqualTo(
                        "facet: data set " + folder.resolve("nowhere/faces") + ": expected a folder, found nothing\n");
        assertThat(on(empty.getParent()))
                .startsWith("facet: data set " + empty + " is empty: expected pictures (")
                .endsWith("found none among 0 files\n");
        assertThat(on(few))
                .isEqualTo("facet: expected at least 4 samples for a batch of 4 in each of 1 processes, found 1\n");
    }

    private String on(Path data) {
        CommandRun run = CommandRun.of(
                "train", "tokenizer", "--recipe", recipe, "--data", data, "--threads", 1, "--out", folder.resolve("x"));
        assertThat(run.code()).isEqualTo(2);
        return run.errors();
    }

    @Test
    void tokenizer_batchThatDoesNotDivide_isRefused() {
        CommandRun run = train(folder.resolve("run"), "--set", "optimizer.microBatch=3");

        assertThat(run)
                .isEqualTo(new CommandRun(
                        2,
                        "facet: recipe " + recipe
                                + ": the batch of 4 is not a multiple of microBatch 3 x 1 processes\n"));
    }

    @Test
    void tokenizer_frozenPrefixThatNothingHas_isRefused() {
        CommandRun run = train(folder.resolve("run"), "--set", "optimizer.frozen=[encodr.]");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors())
                .contains("expected how names of parameters begin, as in tokenizer.")
                .endsWith("found encodr.\n");
    }

    @Test
    void open_runOfATokenizerAsAnEncoder_isRefused() {
        Path run = folder.resolve("run");
        train(run, "--time-limit", "PT0.001S");

        assertThatThrownBy(() -> TrainedEncoder.open(run))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("expected the run of an encoder, found trial in ");
    }

    private CommandRun train(Path run, Object... more) {
        Object[] words = {"train", "tokenizer", "--recipe", recipe, "--data", folder, "--threads", 1, "--out", run};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandRun.of(all);
    }
}
