package io.facet.jobs.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import io.facet.domain.face.Box;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.Point;
import io.facet.vision.geometry.BoxOverlap;
import io.facet.vision.score.TrackedBox;
import io.facet.vision.score.TrackingCounts;
import io.facet.vision.score.TrackingScore;

/**
 * A run's observations beside the truth. A face of which less than half is visible counts neither as found nor as missed;
 * a match overlaps by at least half (intersection over union).
 *
 * @param tracking what was found and followed
 * @param pointError mean distance of the five points of matched faces, in distances of the true eyes; empty where none
 *     matched
 * @param people tracks of the truth
 */
public record DemoScores(TrackingCounts tracking, OptionalDouble pointError, int people) {
    private static final double OVERLAP = 0.5;
    private static final double LEAST_VISIBLE = 0.5;

    /** One frame, divided into what counts and what does not. */
    private record Frame(List<DemoTruth.Face> counted, List<DemoTruth.Face> ignored) {
        static Frame of(DemoTruth truth) {
            List<DemoTruth.Face> counted = new ArrayList<>();
            List<DemoTruth.Face> ignored = new ArrayList<>();
            truth.faces().forEach(face -> (face.visible() >= LEAST_VISIBLE ? counted : ignored).add(face));
            return new Frame(counted, ignored);
        }

        /** Whether an observation is of a face that does not count, and of none that does. */
        boolean leavesOut(FaceObservation face) {
            return best(counted, face.box()) == null && best(ignored, face.box()) != null;
        }
    }

    /**
     * @param truth every frame, in order
     * @param observations of the video, of every frame
     */
    public static DemoScores of(List<DemoTruth> truth, Iterable<FaceObservation> observations) {
        Map<Long, List<FaceObservation>> found = new HashMap<>();
        observations.forEach(face ->
                found.computeIfAbsent(face.ptsUs(), pts -> new ArrayList<>()).add(face));
        TrackingScore tracking = new TrackingScore(OVERLAP);
        double errors = 0;
        int matched = 0;
        for (DemoTruth line : truth) {
            Frame frame = Frame.of(line);
            List<FaceObservation> faces = found.getOrDefault(line.ptsUs(), List.of()).stream()
                    .filter(face -> !frame.leavesOut(face))
                    .toList();
            tracking.add(
                    frame.counted().stream()
                            .map(face -> new TrackedBox(face.track(), face.area()))
                            .toList(),
                    faces.stream()
                            .map(face -> new TrackedBox(face.track(), face.box()))
                            .toList());
            for (FaceObservation face : faces) {
                DemoTruth.Face there = best(frame.counted(), face.box());
                if (there != null) {
                    errors += pointError(there, face);
                    matched++;
                }
            }
        }
        long people = truth.stream()
                .flatMap(line -> line.faces().stream())
                .mapToInt(DemoTruth.Face::track)
                .distinct()
                .count();
        return new DemoScores(
                tracking.counts(), matched == 0 ? OptionalDouble.empty() : OptionalDouble.of(errors / matched), (int)
                        people);
    }

    /** The face a box overlaps most, if by enough; else null. */
    private static DemoTruth.Face best(List<DemoTruth.Face> faces, Box box) {
        DemoTruth.Face best = null;
        double most = OVERLAP;
        for (DemoTruth.Face face : faces) {
            double overlap = BoxOverlap.iou(face.area(), box);
            if (overlap >= most) {
                best = face;
                most = overlap;
            }
        }
        return best;
    }

    private static double pointError(DemoTruth.Face truth, FaceObservation face) {
        double[][] there = truth.points();
        List<Point> found = face.points().asList();
        double sum = 0;
        for (int i = 0; i < there.length; i++) {
            sum += Math.hypot(found.get(i).x() - there[i][0], found.get(i).y() - there[i][1]);
        }
        double eyes = Math.hypot(there[1][0] - there[0][0], there[1][1] - there[0][1]);
        return sum / there.length / eyes;
    }
}
