package io.facet.jobs.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.cli.CommandRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** Files, bundles and addresses that are not right, as the person at the command line meets them. */
class BadInputIT {
    private static final int FRAMES = 50;

    @TempDir
    static Path folder;

    private static Path bundle;
    private static Path good;

    @BeforeAll
    static void makeWhatIsRight() {
        bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        good = TestVideo.of(FRAMES, 2).write(folder, "good", Format.H264_MP4);
    }

    /** One run over a good file and one of each kind of bad one. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class FilesAmongGoodOnes {
        private final Path empty = TestVideo.empty(folder.resolve("empty.mp4"));
        private final Path text = TestVideo.text(folder.resolve("text.mp4"));
        private final Path audio = TestVideo.audioOnly(folder.resolve("audio.mkv"));
        private final Path cut =
                TestVideo.truncated(TestVideo.of(FRAMES, 1).write(folder, "clip", Format.FFV1_MKV), 0.7);
        private final Path beheaded = TestVideo.truncated(good, 0.5); // The index of an MP4 is at its end.
        private CommandRun run;
        private JsonNode summary;

        @BeforeAll
        void runAll() throws IOException {
            Path out = folder.resolve("out");
            run = CommandRun.of(
                    "run", "--bundle", bundle, "--out", out, "--input", empty, text, audio, good, cut, beheaded);
            summary = new ObjectMapper().readTree(Files.readAllBytes(out.resolve("summary.json")));
        }

        @Test
        void run_leavesWith1AndOneLineForEach() {
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.told())
                    .hasSize(5)
                    .anySatisfy(line -> assertThat(line).contains(empty.toString(), "expected a video or image"))
                    .anySatisfy(line -> assertThat(line).contains(text.toString(), "expected a video or image"))
                    .anySatisfy(line -> assertThat(line).contains(audio.toString(), "expected a video", "pcm_s16le"))
                    .anySatisfy(line -> assertThat(line).contains(cut.toString(), "segments were published"))
                    .anySatisfy(line -> assertThat(line).contains(beheaded.toString(), "expected a video or image"));
            assertThat(run.err()).noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "));
        }

        @Test
        void run_analysesTheGoodFileWhole() {
            assertThat(stream("good").get("framesSampled").asInt()).isEqualTo(FRAMES);
            assertThat(stream("good").get("observations").asInt()).isEqualTo(2 * FRAMES);
            assertThat(stream("good").get("tracks").asInt()).isEqualTo(2);
        }

        @Test
        void run_analysesWhatIsThereOfTheCutFile() {
            int frames = stream("truncated-clip").get("framesSampled").asInt();

            assertThat(frames).isBetween(FRAMES / 2, FRAMES - 1);
            assertThat(stream("truncated-clip").get("observations").asInt()).isEqualTo(frames);
        }

        @Test
        void run_doesNotClaimToBeComplete() {
            assertThat(summary.get("complete").asBoolean()).isFalse();
            assertThat(summary.get("streams")).hasSize(2);
            assertThat(summary.get("deadLetters")).isEmpty();
        }

        private JsonNode stream(String name) {
            for (JsonNode each : summary.get("streams")) {
                if (each.get("stream").asText().equals(name)) {
                    return each;
                }
            }
            throw new AssertionError("no stream " + name + " in " + summary.get("streams"));
        }
    }

    @Test
    void run_missingBundle_isOneLine() {
        Path missing = folder.resolve("no-bundle");

        assertRefused(runWith(missing), missing.toString());
    }

    @Test
    void run_bundleWithAFileTheManifestDoesNotKnow_namesIt() throws IOException {
        Path other = copyOfBundle("extra");
        Files.writeString(other.resolve("heads/extra.onnx"), "not in the manifest");

        assertRefused(runWith(other), "heads/extra.onnx");
    }

    @Test
    void run_bundleWithAMissingFile_namesIt() throws IOException {
        Path other = copyOfBundle("missing");
        Files.delete(other.resolve("heads/parsing.onnx"));

        assertRefused(runWith(other), "heads/parsing.onnx");
    }

    @Test
    void run_bundleWithAnAlteredFile_namesExpectedAndFound() throws IOException {
        Path other = copyOfBundle("altered");
        byte[] bytes = Files.readAllBytes(other.resolve("detector.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(other.resolve("detector.onnx"), bytes);

        assertRefused(runWith(other), "detector.onnx", "expected", "found");
    }

    @Test
    void run_headWhoseShapeDoesNotFit_namesExpectedAndFound() throws IOException {
        Path other = copyOfBundle("misfit");
        Path manifest = other.resolve("bundle.json");
        String json = Files.readString(manifest);
        String misfit = json.replace("\"happy\", ", "").replace("\"happy\",", "");
        assertThat(misfit).isNotEqualTo(json);
        Files.writeString(manifest, misfit);

        assertRefused(runWith(other), "expression", "expected", "found");
    }

    @Test
    void publish_kafkaNotReachable_namesTheAddressInBoundedTime() {
        CommandRun run = assertTimeout(
                Duration.ofSeconds(30), () -> CommandRun.of("publish", "--input", good, "--kafka", "127.0.0.1:1"));

        assertRefused(run, "cannot reach Kafka at 127.0.0.1:1");
    }

    @Test
    void publish_kafkaAddressThatResolvesToNothing_namesIt() {
        CommandRun run = CommandRun.of("publish", "--input", good, "--kafka", "no-such-host.invalid:9092");

        assertRefused(run, "cannot reach Kafka at no-such-host.invalid:9092");
    }

    @Test
    void submit_kafkaNotReachable_namesTheAddressInBoundedTime() {
        CommandRun run = assertTimeout(
                Duration.ofSeconds(30), () -> CommandRun.of("submit", "--bundle", bundle, "--kafka", "127.0.0.1:1"));

        assertRefused(run, "cannot reach Kafka at 127.0.0.1:1");
    }

    @Test
    void submit_jobManagerWithoutPort_isRefusedBeforeKafkaIsAsked() {
        CommandRun run = CommandRun.of("submit", "--bundle", bundle, "--flink", "nowhere", "--kafka", "127.0.0.1:1");

        assertRefused(run, "http://host:port", "nowhere");
    }

    private static CommandRun runWith(Path otherBundle) {
        return CommandRun.of("run", "--bundle", otherBundle, "--input", good, "--out", folder.resolve("unused"));
    }

    private static void assertRefused(CommandRun run, String... parts) {
        assertThat(run.err())
                .singleElement()
                .asString()
                .startsWith("facet: ")
                .contains(parts)
                .doesNotContain("Exception", "unexpectedly");
        assertThat(run.code()).isEqualTo(2);
        assertThat(folder.resolve("unused")).doesNotExist();
    }

    private static Path copyOfBundle(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (Stream<Path> files = Files.walk(bundle)) {
            files.forEach(file -> copyInto(copy, file));
        }
        return copy;
    }

    private static void copyInto(Path copy, Path file) {
        try {
            Files.copy(file, copy.resolve(bundle.relativize(file).toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
