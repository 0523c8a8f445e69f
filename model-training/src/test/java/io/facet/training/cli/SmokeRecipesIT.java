package io.facet.training.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.facet.inference.bundle.Bundle;
import io.facet.training.export.DetectorPart;
import io.facet.training.loop.card.RunCard;
import io.facet.training.recipe.Recipe;
import io.facet.training.recipe.RecipeReader;
import io.facet.training.recipe.TrainedTokenizer;

import static org.assertj.core.api.Assertions.assertThat;

/** The trial of each recipe that comes with Facet, without data. */
class SmokeRecipesIT {
    @SuppressWarnings("unused") // Named by FieldSource.
    private static final Iterable<String> RECIPES = RecipeReader.BUILT_IN;

    @TempDir
    private Path folder;

    @AfterAll
    static void logAsBefore() {
        Configurator.reconfigure();
    }

    @ParameterizedTest
    @FieldSource("RECIPES")
    void smoke_eachRecipe_learnsAndLeavesItsFiles(String recipe) throws Exception {
        Path run = folder.resolve("run");

        assertThat(smoke(recipe, run)).isEqualTo(new CommandRun(0, ""));

        RunCard card = RunCard.read(run.resolve("run-card.json"));
        assertThat(card.experiment()).isEqualTo(recipe);
        assertThat(card.totals().updates()).isEqualTo(20);
        // The second stage of layer-attention trains next to nothing.
        if (!recipe.endsWith("-layers")) {
            assertThat(card.curve().get(card.curve().size() - 1).losses().get("loss"))
                    .isLessThan(card.curve().get(0).losses().get("loss"));
        }
        assertThat(Files.readAllLines(run.resolve("metrics.csv"))).hasSize(21);
        assertThat(Files.readString(run.resolve("report.html")))
                .contains(recipe)
                .doesNotContain("src=\"http");
        assertThat(run.resolve("checkpoints/update-0000010")).isDirectory();
        assertThat(run.resolve("checkpoints/update-0000020/run-card.json"))
                .hasSameTextualContentAs(run.resolve("run-card.json"));
        assertThat(run.resolve("facet.log")).exists();
    }

    @Test
    void smoke_farl_exportsABundleThatOpensAndOneArchitectureDoesNotStartTheOther() {
        Path run = folder.resolve("run");
        Path bundle = folder.resolve("bundle");

        assertThat(smoke("farl-tiny", run).code()).isZero();
        assertThat(CommandRun.of("train", "export", "--run", run, "--out", bundle, "--threads", 1))
                .isEqualTo(new CommandRun(0, ""));
        Bundle opened = Bundle.open(bundle);
        assertThat(opened.manifest().encoderAlone()).isTrue();
        assertThat(opened.manifest().lineage().runCard()).isEqualTo("run-card.json");

        assertThat(smoke("farl-tiny", folder.resolve("again"), "--start-from", run)
                        .code())
                .isZero();
        CommandRun other = smoke("mcf-tiny", folder.resolve("other"), "--start-from", run);
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.errors())
                .contains("is of another architecture: expected VitSettings[")
                .hasLineCount(1);
    }

    @Test
    void smoke_tokenizer_isExportedToAFileThatFarlTakesItsTokensFrom() {
        Path run = folder.resolve("tokenizer-run");
        Path out = folder.resolve("tokenizer");

        assertThat(smoke("tokenizer-tiny", run).code()).isZero();
        assertThat(CommandRun.of("train", "export", "--run", run, "--out", out)).isEqualTo(new CommandRun(0, ""));
        Path file = out.resolve("tokenizer.safetensors");
        assertThat(TrainedTokenizer.open(file).parameters().values().keySet())
                .isEqualTo(TrainedTokenizer.open(run).parameters().values().keySet());

        assertThat(smoke("farl-tiny", folder.resolve("farl"), "--tokenizer", file))
                .isEqualTo(new CommandRun(0, ""));
    }

    @Test
    void smoke_detector_isExportedWithTheThresholdThatIsAskedFor() {
        Path run = folder.resolve("detector-run");
        Path out = folder.resolve("detector");
        assertThat(smoke("detector-tiny", run).code()).isZero();

        assertThat(CommandRun.of("train", "export", "--run", run, "--out", out, "--score-threshold", "1.5")
                        .errors())
                .contains("--score-threshold: expected a number between 0 and 1, found 1.5");
        assertThat(CommandRun.of("train", "export", "--run", run, "--out", out, "--score-threshold", "0.6"))
                .isEqualTo(new CommandRun(0, ""));

        assertThat(DetectorPart.open(out, "research-only").spec().scoreThreshold())
                .isEqualTo(0.6);
    }

    private static CommandRun smoke(String recipe, Path run, Object... more) {
        Recipe read = RecipeReader.read(recipe, Map.of()).recipe();
        String trained = read.finetune() == null ? "pretrain" : "finetune";
        String command = read.detector() != null ? "detector" : read.tokenizer() == null ? trained : "tokenizer";
        Object[] words = {"train", command, "--recipe", recipe, "--smoke", "--threads", 1, "--out", run};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return CommandRun.of(all);
    }
}
