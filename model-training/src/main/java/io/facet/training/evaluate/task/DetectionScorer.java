package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.vision.score.OperatingPoint;

/** Average precision, and recall and precision at the detector's threshold by size of face. */
final class DetectionScorer implements TaskScorer {
    private final double threshold;
    private final GroupTallies<DetectionTally.Picture, DetectionTally> pictures;

    /** @param threshold detections from this score on count as faces */
    DetectionScorer(double threshold) {
        this.threshold = threshold;
        this.pictures = new GroupTallies<>(() -> new DetectionTally(threshold));
    }

    @Override
    public void add(Judged face) {
        DetectionTally.Picture picture = new DetectionTally.Picture(
                face.truth(FaceValue.True.class).faces(),
                face.predicted(FaceValue.Found.class).faces());
        pictures.add(face, picture, picture.faults(threshold));
    }

    @Override
    public int faces() {
        return pictures.all().faces();
    }

    @Override
    public TaskScore score() {
        return new TaskScore(
                EvaluationTask.DETECTION,
                faces(),
                pictures.all().figures(),
                List.of(precisionOverRecall(), recallBySize()),
                List.of(bySize()),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "A face is found where boxes overlap by at least %.0f %%; recall and precision are at a"
                                        + " score of %.2f.",
                                100 * DetectionTally.OVERLAP,
                                threshold),
                        "A face's size is the square root of the area of its box."),
                pictures.fairness(),
                pictures.errors());
    }

    private Chart precisionOverRecall() {
        List<OperatingPoint> points = pictures.all().curve();
        return new Chart.Curves(
                "Precision over recall",
                "Over all scores.",
                "recall, %",
                "precision, %",
                false,
                List.of(new Chart.Series(
                        "",
                        points.stream()
                                .mapToDouble(point -> 100 * point.recall().orElse(0))
                                .toArray(),
                        points.stream()
                                .mapToDouble(point -> 100 * point.precision().orElse(0))
                                .toArray())));
    }

    private Chart recallBySize() {
        List<DetectionTally.Size> sizes = pictures.all().bySize().stream()
                .filter(size -> size.point().truths() > 0)
                .toList();
        return new Chart.Bars(
                "Recall by size",
                "Sides in pixels; the number of faces in brackets.",
                "%",
                sizes.stream()
                        .map(size ->
                                "%s (%d)".formatted(size.name(), size.point().truths()))
                        .toList(),
                List.of(new Chart.Series(
                        "",
                        new double[0],
                        sizes.stream()
                                .mapToDouble(size -> 100 * size.point().recall().orElseThrow())
                                .toArray())));
    }

    private TaskScore.Table bySize() {
        List<List<String>> rows = new ArrayList<>();
        for (DetectionTally.Size size : pictures.all().bySize()) {
            rows.add(List.of(
                    size.name(),
                    Long.toString(size.point().truths()),
                    Long.toString(size.point().hits()),
                    Long.toString(size.point().falseAlarms()),
                    text(size.point().recall()),
                    text(size.point().precision())));
        }
        return new TaskScore.Table(
                "By size", List.of("side, px", "faces", "found", "false alarms", "recall", "precision"), rows);
    }

    private static String text(OptionalDouble value) {
        return Figure.share("", value, Better.HIGHER).text();
    }
}
