package io.facet.jobs.demo;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.vision.score.TrackingCounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DemoScoresTest {
    private static final Box HERE = new Box(100, 50, 80, 100);
    private static final Box THERE = new Box(300, 50, 80, 100);

    @Test
    void of_observationsThatAreTheTruth_isPerfect() {
        List<DemoTruth> truth = List.of(frame(0, there(1, HERE, 1)), frame(1, there(1, HERE, 1), there(2, THERE, 1)));

        DemoScores scores =
                DemoScores.of(truth, List.of(found(0, 7, HERE, 0), found(1, 7, HERE, 0), found(1, 8, THERE, 0)));

        assertThat(scores.tracking().mota()).hasValue(1);
        assertThat(scores.tracking().idf1()).hasValue(1);
        assertThat(scores.pointError()).hasValue(0);
        assertThat(scores.people()).isEqualTo(2);
    }

    @Test
    void of_aFaceThatIsMostlyHidden_countsNeitherFoundNorMissed() {
        List<DemoTruth> truth = List.of(frame(0, there(1, HERE, 0.49)), frame(1, there(1, HERE, 0.49)));

        TrackingCounts counts =
                DemoScores.of(truth, List.of(found(0, 7, HERE, 0))).tracking();

        assertThat(counts.truths()).isZero();
        assertThat(counts.falsePositives()).isZero();
    }

    @Test
    void of_aFaceWhereNoneIs_isAFalseAlarm() {
        TrackingCounts counts = DemoScores.of(
                        List.of(frame(0, there(1, HERE, 1))), List.of(found(0, 7, HERE, 0), found(0, 8, THERE, 0)))
                .tracking();

        assertThat(counts.precision()).hasValue(0.5);
        assertThat(counts.recall()).hasValue(1);
    }

    @Test
    void of_pointsThatAreOff_isTheirDistanceByThatOfTheEyes() {
        DemoScores scores = DemoScores.of(List.of(frame(0, there(1, HERE, 1))), List.of(found(0, 7, HERE, 4)));

        // The eyes are 40 px apart.
        assertThat(scores.pointError().orElseThrow()).isCloseTo(0.1, within(1e-9));
    }

    private static DemoTruth frame(int frame, DemoTruth.Face... faces) {
        return new DemoTruth(frame, frame * 50_000L, List.of(faces));
    }

    private static DemoTruth.Face there(int track, Box box, double visible) {
        return DemoTruth.Face.of(track, box, points(box, 0), visible);
    }

    private static FaceObservation found(int frame, long track, Box box, double shift) {
        return new FaceObservation(
                "id",
                "faces",
                0,
                frame,
                frame * 50_000L,
                0,
                "b@1",
                track,
                0,
                box,
                FivePoints.of(points(box, shift)),
                0.9,
                0.5,
                List.of());
    }

    private static List<Point> points(Box box, double shift) {
        List<Point> points = new ArrayList<>();
        for (double[] at : new double[][] {{0.25, 0.4}, {0.75, 0.4}, {0.5, 0.6}, {0.3, 0.8}, {0.7, 0.8}}) {
            points.add(new Point(box.x() + at[0] * box.width() + shift, box.y() + at[1] * box.height()));
        }
        return points;
    }
}
