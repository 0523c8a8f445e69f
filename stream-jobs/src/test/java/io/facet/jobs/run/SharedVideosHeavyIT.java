package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole job with published networks on every frame of real videos: how well faces are found and followed. Takes
 * minutes, so it runs with {@code -Pheavy} only; skipped where {@code ../shared} is not there.
 */
@Tag("heavy")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedVideosHeavyIT {
    private static final String GIF = "head-pose-face-detection-female-and-male";
    /** The person leaves the picture between this time and the next frame with nobody in it. */
    private static final long FACE_LEAVES_US = 2_400_000;

    private RunResults all;
    private RunResults sampled;

    @BeforeAll
    void runAll(@TempDir Path folder) throws IOException {
        SharedRun run = new SharedRun(folder);
        all = run.over(
                "all",
                List.of(
                        "videos/single_face.mp4",
                        "videos/no_face.mp4",
                        "videos/face_noface.mov",
                        "videos/WolfgangLanger_Pexels.mp4",
                        "videos/asl_book.mkv",
                        "videos/crowd_1080p.mp4",
                        "videos/" + GIF + ".gif",
                        "photos/linzaer_6.jpg"));
        sampled = run.over("sampled", List.of("videos/cap12_edit.webm"), "--fps", "10");
        tell(all);
        tell(sampled);
    }

    /** Figures for a person: they are wanted even where no limit is set on them. */
    private static void tell(RunResults results) {
        results.summary().get("streams").forEach(stream -> {
            String name = stream.get("stream").asText();
            System.out.printf(
                    "%s: frames by number of faces %s, tracks started %d%n",
                    name,
                    SharedRun.frameCounts(results, name),
                    stream.get("tracks").asInt());
        });
    }

    @Test
    void singleFace_isOneFaceAndOneTrack() {
        assertThat(SharedRun.share(all, "single_face", 1, 1)).isGreaterThanOrEqualTo(0.95);
        assertThat(all.tracks("single_face")).hasSize(1);
    }

    @Test
    void noFace_isNothing() {
        assertThat(all.observations("no_face")).isEmpty();
        assertThat(all.stream("no_face").get("framesSampled").asInt()).isPositive();
    }

    @Test
    void faceNoFace_isAFaceInTheFirstPartOnly() {
        var frames = all.frames("face_noface");

        assertThat(frames.firstKey()).isZero();
        assertThat(frames.lastKey()).isLessThan(FACE_LEAVES_US);
        assertThat(frames.values()).allSatisfy(faces -> assertThat(faces).hasSize(1));
        assertThat(all.tracks("face_noface")).hasSize(1);
    }

    @Test
    void crowd_isFiveToEightFacesAFrame() {
        // In some frames nine people do show their faces.
        assertThat(SharedRun.share(all, "crowd_1080p", 5, 9)).isGreaterThanOrEqualTo(0.95);
        assertThat(SharedRun.share(all, "crowd_1080p", 5, 8)).isGreaterThanOrEqualTo(0.85);
        assertThat(all.observations("crowd_1080p").size()
                        / all.stream("crowd_1080p").get("framesSampled").asDouble())
                .isBetween(5.0, 8.0);
    }

    @Test
    void gif_isTwoPeople() {
        assertThat(SharedRun.share(all, GIF, 2, 2)).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void longClip_isOnePerson() {
        assertThat(SharedRun.share(sampled, "cap12_edit", 1, 1)).isGreaterThanOrEqualTo(0.95);
    }

    @Test
    void photo_isFourteenPeople() {
        assertThat(all.observations("linzaer_6")).hasSizeBetween(12, 16);
    }

    @Test
    void encoderPasses_areAsManyAsAnalysedFaces() {
        for (RunResults results : List.of(all, sampled)) {
            assertThat(results.summary().get("encoderPasses").asInt())
                    .isEqualTo(results.observations().size());
        }
    }
}
