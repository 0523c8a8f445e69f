package io.facet.training.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.facet.training.cli.TrainDefaultBundleCommand.Step;
import io.facet.training.data.DataSpec;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.RecipeReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

class TrainDefaultBundleCommandTest {
    @TempDir
    private Path folder;

    @Test
    void call_whatItIsMadeFromIsMissing_namesAllOfItBeforeAnythingRuns() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.createFile(data.resolve("utkface-train.tar"));

        CommandRun run = CommandRun.of(
                "train", "default-bundle", "--data", data, "--teacher", folder.resolve("teacher"), "--out", out());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors())
                .contains(
                        data.resolve("300w-train.tar").toString(),
                        folder.resolve("models/bpe_simple_vocab_16e6.txt.gz").toString(),
                        folder.resolve("teacher/bundle.json").toString())
                .doesNotContain("utkface-train.tar");
        assertThat(out()).doesNotExist();
    }

    @Test
    void steps_ofAFreshFolder_areCommandsAndValuesThatAreTaken() {
        List<Step> steps = steps("--scenes", "a friend's #1", "--scenes", "more", "--vocabulary", "b #2/vocabulary.gz");

        assertThat(steps)
                .isNotEmpty()
                .allSatisfy(step -> assertThatCode(() -> TrainingCommand.commandLine()
                                .parseArgs(step.arguments().toArray(String[]::new)))
                        .as("%s", step.arguments())
                        .doesNotThrowAnyException())
                .allSatisfy(step -> assertThatCode(() -> recipe(step))
                        .as("%s", step.arguments())
                        .doesNotThrowAnyException());
        assertThat(recipe(step(steps, "detector")).detector().scenes())
                .extracting(DataSpec::path)
                .containsExactly(Path.of("../a friend's #1"), Path.of("../more"));
        assertThat(recipe(step(steps, "encoder")).farl().text().vocabulary())
                .isEqualTo(Path.of("../b #2/vocabulary.gz"));
    }

    /** The recipe of a step that names one, with the values that the step sets. */
    private static Recipe recipe(Step step) {
        int named = step.arguments().indexOf("--recipe");
        if (named < 0) {
            return null;
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < step.arguments().size(); i++) {
            if (step.arguments().get(i).equals("--set")) {
                String[] value = step.arguments().get(i + 1).split("=", 2);
                values.put(value[0], value[1]);
            }
        }
        return RecipeReader.read(step.arguments().get(named + 1), values).recipe();
    }

    private static Step step(List<Step> steps, String what) {
        return steps.stream()
                .filter(step -> step.what().startsWith("Train the " + what)
                        || step.what().startsWith("Pre-train the " + what))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void steps_lastOne_givesTheBundleItsVersionScoresAndTheCardsOfWhatItWasBegunFrom() {
        List<Step> steps = steps("--bundle-version", "0.9.0");

        assertThat(steps.get(steps.size() - 1).arguments())
                .startsWith("train", "export-bundle")
                .containsSequence("--bundle-version", "0.9.0")
                .containsSequence("--report", out() + "/report/report.json")
                .contains("pretrain.json=" + out() + "/pretrain/run-card.json");
    }

    @Test
    void steps_runThatHasACheckpoint_isResumed() throws IOException {
        Files.createDirectories(out().resolve("tokenizer/checkpoints/update-0000010"));

        assertThat(steps())
                .filteredOn(step -> step.what().contains("tokenizer"))
                .singleElement()
                .satisfies(step ->
                        assertThat(step.arguments()).startsWith("train", "resume", "--out", out() + "/tokenizer"));
    }

    private List<Step> steps(String... more) {
        TrainDefaultBundleCommand command = new TrainDefaultBundleCommand();
        CommandLine line = new CommandLine(command);
        String[] words = {"--data", "data", "--teacher", "teacher", "--out", out().toString()};
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        line.parseArgs(all);
        return command.steps();
    }

    private Path out() {
        return folder.resolve("out");
    }
}
