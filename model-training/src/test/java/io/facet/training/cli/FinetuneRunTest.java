package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.data.TestPictures;
import io.facet.training.data.image.ImageEncoder;
import io.facet.training.loop.card.RunCard;
import io.facet.training.recipe.TrainedRun;

import static org.assertj.core.api.Assertions.assertThat;

/** Fine-tuning of an encoder of some thousand parameters, on pictures in UTKFace's naming whose colour is the gender. */
class FinetuneRunTest {
    private static final int PICTURES = 48;
    private static final String RECIPE = """
            name: trial
            encoder: {imageSize: 16, patch: 8, width: 16, layers: 2, heads: 2}
            finetune:
              heads:
                gender: {kind: farl-attributes, layers: [1, 2]}
                age: {kind: farl-attributes, layers: [2]}
              tasks:
                gender: {kind: classification, head: gender, weight: 4, label: gender, classes: [male, female]}
                age: {kind: age, head: age, weight: 1}
              sets:
                ours: {data: {kind: utkface, path: faces, split: train, heldOut: 0.3}, batch: 8, tasks: {gender: 1, age: 1}}
              augmentation: {shown: 1, flip: 0.5, rotation: 10}
            optimizer: {weightDecay: 0.01}
            schedule: {updates: 30, peak: 5.0e-3}
            checkpoints: {everyUpdates: 30, everyMinutes: 0, keep: 1, logEvery: 1}
            evaluation: {everyUpdates: 30, batches: 1}
            """;

    @TempDir
    private Path folder;

    private Path recipe;

    @BeforeEach
    void writeFacesAndRecipe() throws IOException {
        Path faces = Files.createDirectory(folder.resolve("faces"));
        for (int i = 0; i < PICTURES; i++) {
            int gender = i % 2;
            byte[] picture = ImageEncoder.png(TestPictures.flat(20, 20, 200 * gender + i / 2, 100, 220 - 200 * gender));
            Files.write(faces.resolve("%d_%d_0_2017%04d.png".formatted(20 + i, gender, i)), picture);
        }
        recipe = Files.writeString(folder.resolve("trial.yaml"), RECIPE);
    }

    @AfterAll
    static void logAsBefore() {
        Configurator.reconfigure();
    }

    private CommandRun train(Path run, Object... more) {
        return command("finetune", run, more);
    }

    private CommandRun command(String command, Path run, Object... more) {
        Stream<Object> words =
                Stream.of("train", command, "--recipe", recipe, "--data", folder, "--threads", 1, "--out", run);
        return CommandRun.of(Stream.concat(words, Arrays.stream(more)).toArray());
    }

    @Test
    void finetune_colourIsTheGender_isLearntAndScoredOnHeldOutFaces() throws IOException {
        Path run = folder.resolve("run");

        assertThat(train(run)).isEqualTo(new CommandRun(0, ""));

        RunCard card = RunCard.read(run.resolve("run-card.json"));
        assertThat(card.scores().get("held-out gender.accuracy")).isEqualTo(1);
        assertThat(card.scores()).containsKeys("held-out age.mae", "held-out loss");
        assertThat(card.data()).containsKeys("ours: UTKFACE faces", "ours: UTKFACE faces held out");
        assertThat(Files.readAllLines(run.resolve("metrics.csv")).get(0))
                .endsWith(",loss,gender,gender.accuracy,age,age.mae");
        assertThat(Files.readString(run.resolve("report.html"))).contains("gender.accuracy");
    }

    @Test
    void resume_afterATimeLimit_hasTheLossesOfAnUninterruptedRun() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        List<String> few = List.of("--set", "schedule.updates=6");

        assertThat(train(whole, few.toArray()).code()).isZero();
        assertThat(train(parts, few.get(0), few.get(1), "--time-limit", "PT0.001S")
                        .code())
                .isZero();
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
    void start_runOfAnotherSize_givesAllButThePositionsAsTheyWere() {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");

        assertThat(train(first, "--set", "schedule.updates=2").code()).isZero();
        assertThat(train(
                        second,
                        "--start",
                        first,
                        "--set",
                        "encoder.imageSize=32",
                        "--set",
                        "schedule.updates=1",
                        "--set",
                        "schedule.peak=0"))
                .isEqualTo(new CommandRun(0, ""));

        TrainedRun before = TrainedRun.open(first);
        TrainedRun after = TrainedRun.open(second);
        assertThat(before.card().begunFrom()).isEmpty();
        assertThat(after.card().begunFrom().get("start")).matches("first, SHA-256 [0-9a-f]{64}");
        assertThat(after.weights().get("encoder.positions").shape().sizes()).containsExactly(1, 17, 16);
        before.weights().values().forEach((name, value) -> {
            if (!name.equals("encoder.positions")) {
                assertThat(after.weights().get(name).values()).as(name).isEqualTo(value.values());
            }
        });
    }

    @Test
    void fraction_ofTheFaces_isGoneThroughMoreOften() throws IOException {
        Path run = folder.resolve("run");

        train(run, "--set", "schedule.updates=4", "--set", "finetune.fraction=0.4");

        // Of 48 faces some 34 are trained on, 4 batches of 8; of 0.4 of them, one batch.
        assertThat(RunCard.read(run.resolve("run-card.json")).totals().epochs()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void layers_twoOfThem_areDrawn() throws IOException {
        Path out = folder.resolve("layers");

        assertThat(command("layers", out, "--set", "schedule.updates=2", "--layers", "1,2"))
                .isEqualTo(new CommandRun(0, ""));

        assertThat(Files.readString(out.resolve("layers.html")))
                .contains("trial, layer by layer")
                .contains("gender.accuracy")
                .doesNotContain("src=\"http");
        assertThat(TrainedRun.open(out.resolve("layer-2")).recipe().finetune().onlyLayer())
                .isEqualTo(2);
    }

    @Test
    void finetune_whatDoesNotFit_isRefused() {
        assertThat(train(folder.resolve("a"), "--set", "finetune.sets.ours.tasks={smile: 1}")
                        .errors())
                .contains("set ours: expected tasks out of [gender, age], found smile");
        assertThat(train(folder.resolve("b"), "--set", "finetune.tasks.age.head=nose")
                        .errors())
                .contains("task age, head: expected one of [gender, age], found nose");
        assertThat(train(folder.resolve("c"), "--set", "finetune.train=queries").errors())
                .contains("train: expected a recipe with parameters under faceptor.queries. for queries, found none");
        assertThat(train(folder.resolve("d"), "--set", "data=[{kind: folder, path: x}]")
                        .errors())
                .contains("finetune has sets and an augmentation of its own");
        assertThat(train(folder.resolve("e"), "--set", "optimizer.batch=12").errors())
                .contains("the batch of 12 is not a multiple of microBatch 8 x 1 processes");
    }
}
