package io.facet.jobs.bench;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.testing.TestVideo;
import io.facet.domain.video.FrameSampling;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.cli.FacetCommand;

import static org.assertj.core.api.Assertions.assertThat;

/** The command on a short video and tiny networks. Nothing is asserted about speed. */
class BenchCommandIT {
    private static final int FRAMES = 75;
    private static final int FACES = 2;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void all_ofARenderedVideo_measuresEveryPartOverTheSameFramesAndFaces() throws Exception {
        Path json = folder.resolve("bench.json");
        String[] arguments = {"bench", "--input", video(), "--bundle", bundle(), "--min-seconds", "5"};

        assertThat(run(arguments, "--json", json.toString())).isZero();

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(parts(report)).containsExactlyInAnyOrder("DECODE", "DETECT", "ANALYZE", "JOB");
        int laps = 2;
        assertThat(value(report, "frames")).isEqualTo(laps * FRAMES);
        assertThat(value(report, "observations")).isEqualTo(laps * FRAMES * FACES);
        assertThat(note(report, "detect, one thread"))
                .isEqualTo("%d frames, %d faces".formatted(FRAMES, FRAMES * FACES));
        assertThat(value(report, "steady state / stages alone")).isPositive();
        assertThat(value(report, "operator / raw")).isPositive();
        assertThat(value(report, "start to first observation")).isPositive();
        for (JsonNode figure : report.get("figures")) {
            assertThat(out.toString()).contains(figure.get("name").asText());
        }
        assertThat(report.at("/machine/cores").asInt()).isPositive();
        assertThat(report.get("bundle").asText()).isEqualTo("facet-tiny@1.0.0");
    }

    @Test
    void detect_aloneOfAVideoWithoutFaces_leavesOutWhatThereIsNot() throws Exception {
        Path json = folder.resolve("bench.json");
        String faceless = TestVideo.of(FRAMES, 0)
                .write(folder, "empty", TestVideo.Format.H264_MP4)
                .toString();

        assertThat(run(
                        new String[] {"bench", "detect", "--input", faceless, "--bundle", bundle()},
                        "--json",
                        "" + json))
                .isZero();

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(parts(report)).containsExactly("DETECT");
        assertThat(figure(report, "align").get("value").isNull()).isTrue();
        assertThat(note(report, "align")).isEqualTo("there is no face in the video");
    }

    @Test
    void shared_ofHeadsOnOneEncoder_comparesOneGraphWithOneEach() throws Exception {
        Path json = folder.resolve("bench.json");

        assertThat(run(new String[] {"bench", "shared", "--input", video(), "--bundle", bundle()}, "--json", "" + json))
                .isZero();

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(parts(report)).containsExactly("SHARED");
        assertThat(value(report, "separate / shared")).isPositive();
        assertThat(figure(report, "memory, one encoder").get("unit").asText()).isEqualTo("MiB");
    }

    @Test
    void baseline_ofARenderedVideo_analysesEveryFaceOfEveryFrame() throws Exception {
        BenchInput input = BenchInput.read(Path.of(video()));
        Bundle networks = Bundle.open(Path.of(bundle()));
        DecodeOptions decode = DecodeOptions.of(new FrameSampling.All());
        try (BaselineLoop loop = BaselineLoop.open(networks, DetectorSettings.DEFAULT, decode, 1)) {
            BaselineLoop.Pass pass = loop.run(input.segments());

            assertThat(pass.frames()).isEqualTo(FRAMES);
            assertThat(pass.faces()).isEqualTo((long) FRAMES * FACES);
        }
    }

    @Test
    void versus_anotherBundle_comparesTheJobWithALoopOverItsNetworks() throws Exception {
        Path json = folder.resolve("bench.json");
        String bundle = bundle();
        String[] arguments = {
            "bench", "versus", "--input", video(), "--bundle", bundle, "--baseline", bundle, "--min-seconds", "1"
        };

        assertThat(run(arguments, "--identity", "--json", json.toString())).isZero();

        JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertThat(parts(report)).containsExactly("VERSUS");
        assertThat(value(report, "job / baseline")).isPositive();
        assertThat(note(report, "job, steady state")).contains("identity");
    }

    @Test
    void versus_withoutABaseline_saysWhatIsMissing() {
        StringWriter err = new StringWriter();
        CommandLine command = FacetCommand.commandLine().setErr(new PrintWriter(err, true));

        assertThat(command.execute("bench", "versus", "--input", video(), "--bundle", bundle()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected a bundle of published networks, name it by --baseline");
    }

    @Test
    void unknownPart_isAUserError() {
        StringWriter err = new StringWriter();
        CommandLine command = FacetCommand.commandLine().setErr(new PrintWriter(err, true));

        int code = command.execute("bench", "everything", "--input", video(), "--bundle", bundle());

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains("expected one of decode, detect, analyze, job, versus, shared or all, found 'everything'");
    }

    private int run(String[] arguments, String... more) {
        String[] all = java.util.stream.Stream.of(arguments, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
        return FacetCommand.commandLine().setOut(new PrintWriter(out, true)).execute(all);
    }

    private String video() {
        return TestVideo.of(FRAMES, FACES)
                .write(folder, "faces", TestVideo.Format.H264_MP4)
                .toString();
    }

    private String bundle() {
        Path bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
        return bundle.toString();
    }

    private static Set<String> parts(JsonNode report) {
        Set<String> parts = new HashSet<>();
        report.get("figures").forEach(figure -> parts.add(figure.get("part").asText()));
        return parts;
    }

    private static double value(JsonNode report, String name) {
        return figure(report, name).get("value").asDouble();
    }

    private static String note(JsonNode report, String name) {
        return figure(report, name).get("note").asText();
    }

    private static JsonNode figure(JsonNode report, String name) {
        for (JsonNode figure : report.get("figures")) {
            if (figure.get("name").asText().equals(name)) {
                return figure;
            }
        }
        throw new AssertionError("expected a figure '%s' in %s".formatted(name, report));
    }
}
