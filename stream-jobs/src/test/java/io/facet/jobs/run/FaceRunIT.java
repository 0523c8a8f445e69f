package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import io.facet.connectors.record.BoxColumn;
import io.facet.connectors.record.ObservationRecord;
import io.facet.connectors.record.TrackRecord;
import io.facet.connectors.testing.TestVideo;
import io.facet.connectors.testing.TestVideo.Face;
import io.facet.connectors.testing.TestVideo.Format;
import io.facet.domain.face.ObservationId;
import io.facet.inference.testing.TinyBundle;
import io.facet.jobs.cli.CommandRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@code facet run} over two rendered clips and a picture, whose faces are known. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaceRunIT {
    private static final int RATE = 25;
    private static final long GOLDEN_EVERY_US = 200_000;
    private static final Map<String, TestVideo> CLIPS = Map.of(
            "pair", TestVideo.of(60, 2),
            "crowd", TestVideo.of(30, 4).sized(480, 416),
            "still", TestVideo.of(1, 1));
    private static final Set<String> DEFAULT_HEADS =
            Set.of("landmarks", "parsing", "attributes", "age", "gender", "expression");
    private static final Set<String> HEADS =
            Set.of("landmarks", "parsing", "attributes", "age", "gender", "expression", "identity");

    private Path folder;
    private CommandRun command;
    private RunResults first;
    private RunResults second;
    private RunResults single;
    private RunResults sampled;

    /** Each start of the platform costs seconds, so one run serves many assertions. */
    @BeforeAll
    void runAll(@TempDir Path temporary) throws IOException {
        folder = temporary;
        TinyBundle.write(folder.resolve("bundle"));
        Files.createDirectory(folder.resolve("clips"));
        write("pair", Format.H264_MP4);
        write("crowd", Format.VP8_WEBM);
        write("still", Format.PNG);
        command = run("first", "--batch", "32", "--annotate");
        first = RunResults.of(folder.resolve("first"));
        second = results("second", "--batch", "32", "--no-report");
        single = results("single", "--batch", "1", "--identity", "--no-report");
        sampled = results("sampled", "--fps", "5", "--heads", "age", "--delivery", "low-latency", "--parallelism", "1");
    }

    private void write(String clip, Format format) {
        CLIPS.get(clip).write(folder.resolve("clips"), clip, format);
    }

    private RunResults results(String out, String... options) throws IOException {
        CommandRun run = run(out, options);
        assertThat(run.code()).as("%s", run.err()).isZero();
        return RunResults.of(folder.resolve(out));
    }

    private CommandRun run(String out, String... options) {
        List<Object> arguments = new ArrayList<>(List.of("run", "--bundle", folder.resolve("bundle")));
        arguments.addAll(List.of("--input", folder.resolve("clips"), "--out", folder.resolve(out)));
        arguments.addAll(List.of(options));
        return CommandRun.of(arguments.toArray());
    }

    @Test
    void run_ofGoodFiles_leavesWith0AndEveryFile() {
        assertThat(command.code()).as("%s", command.err()).isZero();
        assertThat(command.told()).noneMatch(line -> line.contains("unexpectedly"));
        assertThat(command.out()).anyMatch(line -> line.contains("91 frames, 241 faces analysed, 7 tracks"));
        assertThat(first.folder().resolve("report.html")).isNotEmptyFile();
        assertThat(first.folder().resolve("dead-letters.jsonl")).isEmptyFile();
        assertThat(first.folder().resolve("annotated/pair.mp4")).isNotEmptyFile();
        assertThat(first.folder().resolve("annotated/crowd.mp4")).isNotEmptyFile();
        assertThat(first.folder().resolve("annotated/still.png")).isNotEmptyFile();
        assertThat(second.folder().resolve("report.html")).doesNotExist();
        assertThat(second.folder().resolve("annotated")).doesNotExist();
    }

    @Test
    void observations_ofEveryFrame_areTheDrawnFaces() {
        CLIPS.forEach((stream, clip) -> {
            var frames = first.frames(stream);
            assertThat(frames).as(stream).hasSize(clip.frames());
            frames.forEach((ptsUs, faces) -> {
                int frame = (int) Math.round(ptsUs * RATE / 1e6);
                List<Face> drawn = clip.faces(frame);
                List<ObservationRecord> inPlace = new ArrayList<>(faces);
                inPlace.sort(
                        Comparator.<ObservationRecord>comparingDouble(face -> Math.round(centreY(face.box()) / 100))
                                .thenComparingDouble(face -> face.box().x()));
                assertThat(inPlace).as("%s, frame %d", stream, frame).hasSameSizeAs(drawn);
                for (int i = 0; i < drawn.size(); i++) {
                    assertOn(drawn.get(i), inPlace.get(i));
                }
            });
        });
    }

    private static void assertOn(Face drawn, ObservationRecord found) {
        assertThat(found.box().x() + found.box().width() / 2).isCloseTo(drawn.x(), within(3.0));
        assertThat(centreY(found.box())).isCloseTo(drawn.y(), within(3.0));
        assertThat(found.box().width()).isCloseTo(drawn.diameter(), within(4.0));
        assertThat(found.box().height()).isCloseTo(drawn.diameter(), within(4.0));
        assertThat(found.points()).hasSize(5).allSatisfy(point -> {
            assertThat(point.get(0)).isCloseTo(drawn.x(), within(0.5 * drawn.diameter()));
            assertThat(point.get(1)).isCloseTo(drawn.y(), within(0.5 * drawn.diameter()));
        });
    }

    private static double centreY(BoxColumn box) {
        return box.y() + box.height() / 2;
    }

    @Test
    void observations_haveIdsThatFollowFromWhatTheyAreOf() {
        assertThat(first.observations()).extracting(ObservationRecord::id).doesNotHaveDuplicates();
        assertThat(first.observations())
                .allSatisfy(face -> assertThat(face.id())
                        .isEqualTo(ObservationId.of(
                                face.stream(), face.segment(), face.ptsUs(), face.faceIndex(), face.bundle())));
    }

    @Test
    void tracks_areOneForEachDrawnFace() {
        CLIPS.forEach((stream, clip) -> {
            List<TrackRecord> tracks = first.tracks(stream);
            assertThat(tracks).as(stream).hasSameSizeAs(clip.faces(0));
            assertThat(tracks).allSatisfy(track -> {
                assertThat(track.observations()).isEqualTo(clip.frames());
                assertThat(track.detections()).isEqualTo(clip.frames());
                assertThat(track.firstPtsUs()).isZero();
                assertThat(first.observations())
                        .anySatisfy(face -> assertThat(face.id()).isEqualTo(track.bestObservation()));
            });
        });
    }

    @Test
    void summary_countsEachFaceAndEachEncoderPassOnce() {
        JsonNode summary = first.summary();
        int frames = CLIPS.values().stream().mapToInt(TestVideo::frames).sum();
        int faces = CLIPS.values().stream()
                .mapToInt(clip -> clip.frames() * clip.faces(0).size())
                .sum();

        assertThat(summary.get("complete").asBoolean()).isTrue();
        assertThat(summary.get("framesDecoded").asInt()).isEqualTo(frames);
        assertThat(summary.get("framesSampled").asInt()).isEqualTo(frames);
        assertThat(summary.get("faces").asInt()).isEqualTo(faces);
        assertThat(summary.get("observations").asInt()).isEqualTo(faces);
        assertThat(summary.get("encoderPasses").asInt()).isEqualTo(faces);
        assertThat(summary.get("tracks").asInt()).isEqualTo(first.tracks().size());
        assertThat(summary.get("deadLetters")).isEmpty();
        assertThat(summary.get("drops"))
                .allSatisfy(count -> assertThat(count.asInt()).isZero());
        assertThat(first.observations()).hasSize(faces);
    }

    @Test
    void run_again_writesTheSameBytes() throws IOException {
        for (String file : List.of("observations.jsonl", "tracks.jsonl")) {
            assertThat(second.sortedLines(file)).isEqualTo(first.sortedLines(file));
        }
    }

    @Test
    void run_withAnotherBatchSize_writesTheSameValues() throws IOException {
        for (String file : List.of("observations.jsonl", "tracks.jsonl")) {
            assertThat(withoutIdentity(single.sortedLines(file))).isEqualTo(withoutIdentity(first.sortedLines(file)));
        }
    }

    private static List<JsonNode> withoutIdentity(List<String> lines) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : lines) {
            nodes.add(((ObjectNode) json.readTree(line)).without("identity"));
        }
        return nodes;
    }

    @Test
    void identity_isOnlyThereWhenItWasAskedFor() {
        assertThat(first.observations())
                .allSatisfy(face -> assertThat(face.identity()).isNull());
        assertThat(first.tracks())
                .allSatisfy(track -> assertThat(track.identity()).isNull());
        assertThat(single.observations())
                .allSatisfy(face -> assertThat(face.identity()).isNotNull());
        assertThat(single.tracks())
                .allSatisfy(track -> assertThat(track.identity()).isNotNull());
    }

    @Test
    void heads_areThoseThatWereAskedFor() throws IOException {
        assertThat(headsIn(first)).isEqualTo(DEFAULT_HEADS);
        assertThat(headsIn(single)).isEqualTo(HEADS);
        assertThat(headsIn(sampled)).containsExactly("age");
    }

    private static Set<String> headsIn(RunResults results) throws IOException {
        JsonNode face = new ObjectMapper()
                .readTree(results.sortedLines("observations.jsonl").get(0));
        return HEADS.stream().filter(face::hasNonNull).collect(Collectors.toSet());
    }

    @Test
    void fps_looksAtTheFirstFrameOfEachInterval() {
        CLIPS.forEach((stream, clip) -> {
            List<Long> expected = IntStream.range(0, clip.frames())
                    .filter(frame -> frame % (RATE / 5) == 0)
                    .mapToObj(frame -> frame * 1_000_000L / RATE)
                    .toList();
            assertThat(sampled.frames(stream).keySet()).as(stream).containsExactlyElementsOf(expected);
            assertThat(sampled.stream(stream).get("framesSampled").asInt()).isEqualTo(expected.size());
            assertThat(sampled.stream(stream).get("framesDecoded").asInt()).isEqualTo(clip.frames());
        });
        assertThat(sampled.summary().get("encoderPasses").asInt())
                .isEqualTo(sampled.observations().size());
    }

    @Test
    void faces_areThoseOfTheGoldenFiles() throws IOException {
        for (String clip : CLIPS.keySet()) {
            new GoldenFile("rendered-" + clip, clip).check(first, GOLDEN_EVERY_US);
        }
    }
}
