package io.facet.training.evaluate.face;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import io.facet.domain.UserError;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.session.InferenceException;
import io.facet.training.data.RgbImage;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.Frames;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.training.evaluate.task.Judged;
import io.facet.training.evaluate.task.TaskScorer;
import io.facet.training.evaluate.task.TaskScorers;
import io.facet.vision.score.FoundFace;

/** Runs the detector of a bundle over pictures whose faces are known. */
public final class DetectionRun {
    /** Weaker detections would not change a curve that anyone looks at. */
    private static final double LEAST_SCORE = 0.05;

    private final Path bundle;
    private final int maxSide;

    /**
     * @param bundle where it lies
     * @param maxSide longest side of the picture that the detector sees, in pixels
     */
    public DetectionRun(Path bundle, int maxSide) {
        this.bundle = bundle;
        this.maxSide = maxSide;
    }

    /**
     * What came of it.
     *
     * @param score of the bundle
     * @param found by key of the picture
     * @param threshold score from which detections count
     */
    public record Result(SetScore score, Map<String, FaceValue.Found> found, double threshold) {
        /** The detections in a picture that count as faces. */
        public FaceValue.Found counted(String key) {
            return new FaceValue.Found(found.get(key).faces().stream()
                    .filter(face -> face.score() >= threshold)
                    .toList());
        }
    }

    /**
     * @param progress is told of pictures that are done
     * @throws UserError if bundle or pictures cannot be read
     */
    public Result run(List<PhotoBoxes> photos, IntConsumer progress) {
        Map<String, FaceValue.Found> found = new LinkedHashMap<>();
        Bundle opened = open();
        try (FaceDetector detector = FaceDetector.open(opened, new DetectorSettings(maxSide, LEAST_SCORE, 1, 1))) {
            TaskScorer scorer = TaskScorers.of(
                    EvaluationTask.DETECTION, new TaskScorers.Settings(Map.of(), 0, detector.scoreThreshold()));
            for (PhotoBoxes photo : photos) {
                List<FoundFace> faces = new ArrayList<>();
                detector.detect(List.of(Frames.of(read(photo)))).get(0).forEach(face -> faces.add(FoundFace.of(face)));
                FaceValue.Found all = new FaceValue.Found(faces);
                found.put(photo.key(), all);
                scorer.add(new Judged(photo.key(), photo.group(), new FaceValue.True(photo.faces()), all));
                progress.accept(1);
            }
            return new Result(
                    new SetScore(opened.id(), opened.manifest().licence(), PointCounts.NONE, List.of(scorer.score())),
                    found,
                    detector.scoreThreshold());
        } catch (InferenceException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private Bundle open() {
        try {
            return Bundle.open(bundle);
        } catch (BundleException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /**
     * The picture itself.
     *
     * @throws UserError if it cannot be read
     */
    public static RgbImage read(PhotoBoxes photo) {
        try {
            return ImageDecoder.decode(photo.key(), Files.readAllBytes(photo.file()));
        } catch (IOException | UnreadableSampleException e) {
            throw new UserError("picture %s: %s".formatted(photo.file(), e.getMessage()), e);
        }
    }
}
