package io.facet.inference.detect;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.video.YuvImage;
import io.facet.inference.testing.PublishedNetworks;

import static org.assertj.core.api.Assertions.assertThat;

class PublishedDetectorTest {
    @TempDir
    private static Path folder;

    private static FaceDetector detector;

    @BeforeAll
    static void openDetector() {
        detector = FaceDetector.open(PublishedNetworks.assemble(folder.resolve("bundle")), DetectorSettings.DEFAULT);
    }

    @AfterAll
    static void closeDetector() {
        if (detector != null) {
            detector.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"linzaer_6.jpg, 12, 16", "linzaer_16.jpg, 8, 10", "linzaer_1.jpg, 48, 56", "rotate_rot_0.jpg, 1, 1"})
    void detect_photographWithKnownFaces_findsAsMany(String photo, int least, int most) {
        assertThat(strong(
                        detector.detect(List.of(PublishedNetworks.photo(photo))).get(0)))
                .hasSizeBetween(least, most);
    }

    @Test
    void detect_uprightFaces_giveFivePointsInTheOrderOfThePicture() {
        YuvImage frame = PublishedNetworks.photo("linzaer_6.jpg");
        for (Detection face : strong(detector.detect(List.of(frame)).get(0))) {
            FivePoints points = face.points();
            assertThat(points.leftEye().x()).isLessThan(points.rightEye().x());
            assertThat(points.leftMouth().x()).isLessThan(points.rightMouth().x());
            assertThat(points.leftEye().y()).isLessThan(points.leftMouth().y());
            assertThat(points.nose().x()).isBetween(face.box().x(), face.box().right());
            assertThat(points.nose().y()).isBetween(face.box().y(), face.box().bottom());
        }
    }

    @Test
    void detect_frameAmongOthers_isFoundTheSameBitByBit() {
        YuvImage crowd = PublishedNetworks.photo("linzaer_6.jpg");
        YuvImage black = new YuvImage(
                crowd.width(),
                crowd.height(),
                new byte[crowd.y().length],
                new byte[crowd.u().length],
                new byte[crowd.v().length],
                crowd.matrix(),
                crowd.fullRange());
        List<Detection> alone = detector.detect(List.of(crowd)).get(0);

        List<List<Detection>> together = detector.detect(List.of(crowd, black, crowd, crowd));

        assertThat(together.get(0)).isEqualTo(alone);
        assertThat(together.get(2)).isEqualTo(alone);
        assertThat(together.get(3)).isEqualTo(alone);
    }

    private static List<Detection> strong(List<Detection> faces) {
        return faces.stream()
                .filter(face -> face.score() >= detector.scoreThreshold())
                .toList();
    }
}
