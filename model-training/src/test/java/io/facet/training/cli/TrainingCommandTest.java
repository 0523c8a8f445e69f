package io.facet.training.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

import io.facet.inference.testing.SharedData;

import static org.assertj.core.api.Assertions.assertThat;

/** What the commands refuse, before anything is trained. */
class TrainingCommandTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --data-threads 0                    | --data-threads: expected 1 or more, found 0
                    --time-limit 30m                    | expected a duration such as PT30M or PT12H, found '30m'
                    --time-limit PT-1M                  | --time-limit: expected a duration above 0 such as PT30M, found PT-1M
                    --threads -1                        | --threads: expected 0 or more, found -1
                    --processes 0                       | --processes: expected 1 or more, found 0
                    --processes 2 --rank 2              | --rank: expected 0 to 1, found 2
                    --processes 2                       | expected --engine libtorch, found djl
                    --processes 2 --engine libtorch     | expected --rendezvous HOST:PORT or FILE, found none
                    --target run                        | --target: expected a recipe of MCF, found another
                    --engine fast                       | '--engine': expected one of [DJL, LIBTORCH]
                    --set optimizer.bach=1              | unknown key optimizer.bach
                    """)
    void pretrain_optionThatDoesNotFit_isRefusedInOneLine(String options, String message) {
        List<Object> words = new ArrayList<>(
                List.of("train", "pretrain", "--recipe", "farl-tiny", "--smoke", "--out", folder.resolve("run")));
        words.addAll(Arrays.asList(options.split(" ")));

        CommandRun run = CommandRun.of(words.toArray());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errors().lines().findFirst().orElseThrow())
                .startsWith("facet: ")
                .contains(message);
    }

    @Test
    void pretrainAndTokenizer_recipeOfTheOther_sayWhichCommandToUse() {
        assertThat(CommandRun.of("train", "pretrain", "--recipe", "tokenizer-tiny", "--out", folder))
                .isEqualTo(new CommandRun(
                        2,
                        "facet: expected a recipe of FaRL or MCF, found another:" + " use `facet train tokenizer`\n"));
        assertThat(CommandRun.of("train", "tokenizer", "--recipe", "mcf-tiny", "--out", folder))
                .isEqualTo(new CommandRun(
                        2,
                        "facet: expected the recipe of a visual tokenizer, found that of an encoder or a detector:"
                                + " use `facet train pretrain` or `facet train detector`\n"));
    }

    @Test
    void resumeAndExport_folderOfNoRun_areRefused() {
        for (CommandRun run : List.of(
                CommandRun.of("train", "resume", "--out", folder),
                CommandRun.of("train", "export", "--run", folder, "--out", folder.resolve("bundle")))) {
            assertThat(run)
                    .isEqualTo(new CommandRun(
                            2,
                            "facet: expected the folder of a run with run-order.json in it, found none in " + folder
                                    + "\n"));
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void recipes_unknownName_namesThoseThereAre() {
        assertThat(CommandRun.of("train", "recipes").code()).isZero();
        assertThat(CommandRun.of("train", "recipes", "farl-tiny").code()).isZero();
        assertThat(CommandRun.of("train", "recipes", "farl-vast").errors())
                .contains("one of detector-tiny, faceptor-base, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"train", "data", "train pretrain", "train probe", "data prepare laion-face"})
    void version_anyCommand_isTold(String command) {
        CommandLine line = TrainingCommand.commandLine();
        for (String word : command.split(" ")) {
            line = line.getSubcommands().get(word);
        }
        assertThat(line.getCommandSpec().version()[0]).startsWith("facet ");
    }

    @Test
    void readme_usage_namesOptionsThatExist() throws Exception {
        Path readme = SharedData.repository().resolve("model-training/README.md");
        List<String> examples = Files.readAllLines(readme).stream()
                .filter(line -> line.startsWith("./facet "))
                .map(line -> line.replaceFirst("#.*", "").strip())
                .toList();

        assertThat(examples).hasSizeGreaterThan(8);
        for (String example : examples) {
            String[] words = example.substring("./facet ".length()).split("\\s+");
            CommandLine line = TrainingCommand.commandLine();
            assertThat(line.parseArgs(words).unmatched()).as(example).isEmpty();
        }
    }
}
