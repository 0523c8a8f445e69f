package io.facet.jobs.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.inference.testing.TinyBundle;

import static org.assertj.core.api.Assertions.assertThat;

/** What a person gets for a mistake on the command line: exit code 2, one readable line, and nothing started. */
class BadOptionsTest {
    @TempDir
    static Path folder;

    private static Path bundle;
    private static Path clip;

    @BeforeAll
    static void makeWhatIsRight() {
        bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        clip = TestVideo.of(1, 1).write(folder, "clip", Format.PNG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --fps              | abc        | 'all' or a number of frames per second | 'abc'
                    --fps              | 0          | a positive number                      | 0.0
                    --fps              | -5         | a positive number                      | -5.0
                    --heads            | nope       | expected one of [landmarks, parsing    | 'nope'
                    --delivery         | maybe      | expected one of [exactly-once, low-lat | 'maybe'
                    --batch            | 0          | expected a whole number from 1 to 1024 | found 0
                    --batch            | 999999999  | expected a whole number from 1 to 1024 | found 999999999
                    --batch-wait       | -1         | expected a whole number from 0 to      | found -1
                    --detect-side      | 5          | expected a whole number from 64 to     | found 5
                    --parallelism      | 0          | expected a whole number from 1 to 1024 | found 0
                    --threads          | 0          | expected a whole number from 1 to 1024 | found 0
                    --checkpoint-every | 0          | expected a whole number from 10 to     | found 0
                    --reanalyze-every  | -1         | expected a whole number from 0 to      | found -1
                    --min-face         | -1         | expected a whole number from 0 to      | found -1
                    """)
    void run_optionOutOfRange_isOneLineThatNamesOptionExpectedAndFound(
            String option, String value, String expected, String found) {
        CommandRun run = run(option, value);

        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("facet: " + option)
                .contains(expected, found);
        assertThat(run.code()).isEqualTo(2);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"--fps,5", "--reanalyze-every,500", "--min-face,20"})
    void demo_facesLeftOut_isRefusedBeforeItIsScored(String option, String value) {
        CommandRun run = CommandRun.of("demo", "--bundle", bundle, option, value, "--out", folder.resolve("demo"));

        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("facet: expected every face of every frame to be analysed")
                .contains(option + " " + value);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void run_optionThatIsNoNumber_pointsToTheHelp() {
        CommandRun run = run("--batch", "many");

        assertThat(run.err())
                .containsExactly(
                        "facet: Invalid value for option '--batch': 'many' is not an int", "Try 'facet run --help'.");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void run_headTheBundleLacks_listsThoseItHas() {
        Path alternative = folder.resolve("alternative");
        TinyBundle.writeAlternative(alternative);

        CommandRun run = CommandRun.of("run", "--bundle", alternative, "--input", clip, "--heads", "age,gender");

        assertThat(run.err())
                .containsExactly("facet: --heads: expected some of facet-tiny-alternative@1.0.0's heads"
                        + " landmarks, age, found age, gender");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void run_bundleOfAnEncoderAlone_saysWhatIsMissing() {
        Path encoder = folder.resolve("encoder");
        TinyBundle.writeEncoder(encoder);

        CommandRun run = CommandRun.of("run", "--bundle", encoder, "--input", clip);

        assertThat(run.err())
                .containsExactly("facet: --bundle: expected a bundle with a detector and heads, found"
                        + " facet-tiny-encoder@1.0.0, an encoder alone: train heads on it and assemble them with a"
                        + " detector first");
        assertThat(run.code()).isEqualTo(2);
        assertThat(CommandRun.of("bundle", "inspect", encoder).code()).isZero();
    }

    @Test
    void run_inputThatDoesNotExist_namesIt() {
        Path missing = folder.resolve("missing.mp4");

        CommandRun run = CommandRun.of("run", "--bundle", bundle, "--input", clip, missing);

        assertThat(run.err()).containsExactly("facet: expected a file or folder, found nothing at " + missing);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void run_fileInPlaceOfTheOutputFolder_leavesItAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("precious.txt"), "keep me");

        CommandRun run = CommandRun.of("run", "--bundle", bundle, "--input", clip, "--out", file);

        assertThat(run.err()).singleElement().asString().contains(file.toString(), "is not a folder");
        assertThat(run.code()).isEqualTo(2);
        assertThat(file).hasContent("keep me");
    }

    @Test
    void run_fileOnTheWayToTheOutputFolder_namesIt() throws IOException {
        Path file = Files.writeString(folder.resolve("in-the-way"), "");

        CommandRun run = CommandRun.of("run", "--bundle", bundle, "--input", clip, "--out", file.resolve("out"));

        assertThat(run.err()).singleElement().asString().contains(file.toString());
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void run_withoutBundleAndLauncher_saysThatFacetsOwnIsNotKnown() {
        CommandRun run = CommandRun.of("run", "--input", clip);

        assertThat(run.err()).singleElement().asString().startsWith("facet: Facet's own folder is not known");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void publish_noPartitions_isRefusedBeforeKafkaIsAsked() {
        CommandRun run = CommandRun.of("publish", "--input", clip, "--partitions", "0", "--kafka", "nowhere:1");

        assertThat(run.err()).containsExactly("facet: --partitions: expected at least 1, found 0");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void submit_unknownFormat_listsThoseThereAre() {
        CommandRun run = CommandRun.of("submit", "--bundle", bundle, "--format", "xml", "--kafka", "nowhere:1");

        assertThat(run.err()).singleElement().asString().contains("xml", "avro", "json");
        assertThat(run.code()).isEqualTo(2);
    }

    private static CommandRun run(String option, String value) {
        List<Object> arguments =
                List.of("run", "--bundle", bundle, "--input", clip, "--out", folder.resolve("out"), option, value);
        return CommandRun.of(arguments.toArray());
    }
}
