package io.facet.jobs.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The whole job with published networks on real videos, two frames a second: what it finds, held against golden files.
 * Skipped where {@code ../shared} is not there. {@link SharedVideosHeavyIT} looks at every frame.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedVideosIT {
    private static final long GOLDEN_EVERY_US = 1_000_000;

    private RunResults results;

    @BeforeAll
    void runAll(@TempDir Path folder) throws IOException {
        List<String> files = List.of(
                "videos/single_face.mp4",
                "videos/no_face.mp4",
                "videos/face_noface.mov",
                "videos/WolfgangLanger_Pexels.mp4",
                "videos/asl_book.mkv",
                "videos/crowd_1080p.mp4",
                "videos/cap12_edit.webm",
                "videos/head-pose-face-detection-female-and-male.gif",
                "photos/linzaer_6.jpg");
        results = new SharedRun(folder).over("out", files, "--fps", "2", "--heads", "landmarks,age,gender");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "single_face",
                "no_face",
                "face_noface",
                "WolfgangLanger_Pexels",
                "asl_book",
                "crowd_1080p",
                "head-pose-face-detection-female-and-male",
                "linzaer_6"
            })
    void faces_areThoseOfTheGoldenFile(String clip) throws IOException {
        new GoldenFile(clip).check(results, GOLDEN_EVERY_US);
    }

    @Test
    void faces_ofTheLongClip_areThoseOfTheGoldenFile() throws IOException {
        new GoldenFile("cap12_edit").check(results, 4 * GOLDEN_EVERY_US);
    }

    @Test
    void photo_showsFourteenPeople() {
        assertThat(results.observations("linzaer_6")).hasSizeBetween(12, 16);
    }

    @Test
    void encoderPasses_areAsManyAsAnalysedFaces() {
        assertThat(results.summary().get("complete").asBoolean()).isTrue();
        assertThat(results.summary().get("deadLetters")).isEmpty();
        assertThat(results.summary().get("encoderPasses").asInt())
                .isEqualTo(results.observations().size())
                .isEqualTo(results.summary().get("faces").asInt());
    }
}
