package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.vision.score.DetectionScore;
import io.facet.vision.score.FaceSizes;
import io.facet.vision.score.OperatingPoint;

/** Average precision, and recall and precision at the detector's threshold by size of face. */
final class DetectionScorer implements TaskScorer {
    private static final double OVERLAP = 0.5;
    private static final double USEFUL_SIDE = 32;
    private static final double[] SIZES = {0, 16, 32, 64, 128, Double.POSITIVE_INFINITY};

    private final double threshold;
    private final DetectionScore score = new DetectionScore(OVERLAP);
    private final Map<String, Double> errors = new LinkedHashMap<>();

    /** @param threshold detections from this score on count as faces */
    DetectionScorer(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public void add(Judged face) {
        FaceValue.True truth = face.truth(FaceValue.True.class);
        FaceValue.Found found = face.predicted(FaceValue.Found.class);
        score.add(truth.faces(), found.faces());
        DetectionScore alone = new DetectionScore(OVERLAP);
        alone.add(truth.faces(), found.faces());
        OperatingPoint point = alone.at(threshold, FaceSizes.ALL);
        errors.put(face.key(), (double) (point.truths() - point.hits() + point.falseAlarms()));
    }

    @Override
    public int faces() {
        return errors.size();
    }

    @Override
    public TaskScore score() {
        FaceSizes useful = FaceSizes.from(USEFUL_SIDE);
        OperatingPoint all = score.at(threshold, FaceSizes.ALL);
        OperatingPoint large = score.at(threshold, useful);
        List<Figure> figures = List.of(
                Figure.share("AP", score.averagePrecision(FaceSizes.ALL), Better.HIGHER),
                Figure.share("AP, 11 points", score.elevenPointPrecision(FaceSizes.ALL), Better.HIGHER),
                Figure.share("AP, faces from 32 px", score.averagePrecision(useful), Better.HIGHER),
                Figure.share("recall", all.recall(), Better.HIGHER),
                Figure.share("precision", all.precision(), Better.HIGHER),
                Figure.share("recall, faces from 32 px", large.recall(), Better.HIGHER),
                Figure.share("precision, faces from 32 px", large.precision(), Better.HIGHER));
        return new TaskScore(
                EvaluationTask.DETECTION,
                faces(),
                figures,
                List.of(precisionOverRecall(), recallBySize()),
                List.of(bySize()),
                List.of(
                        String.format(
                                Locale.ROOT,
                                "A face is found where boxes overlap by at least %.0f %%; recall and precision are at a"
                                        + " score of %.2f.",
                                100 * OVERLAP,
                                threshold),
                        "A face's size is the square root of the area of its box."),
                Optional.empty(),
                errors);
    }

    private Chart precisionOverRecall() {
        List<OperatingPoint> points = score.curve(FaceSizes.ALL);
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
        List<String> names = new ArrayList<>();
        List<Double> recalls = new ArrayList<>();
        for (int i = 0; i + 1 < SIZES.length; i++) {
            OperatingPoint point = score.at(threshold, new FaceSizes(SIZES[i], SIZES[i + 1]));
            if (point.truths() > 0) {
                names.add("%s (%d)".formatted(name(i), point.truths()));
                recalls.add(100 * point.recall().orElseThrow());
            }
        }
        return new Chart.Bars(
                "Recall by size",
                "Sides in pixels; the number of faces in brackets.",
                "%",
                names,
                List.of(new Chart.Series(
                        "",
                        new double[0],
                        recalls.stream().mapToDouble(recall -> recall).toArray())));
    }

    private TaskScore.Table bySize() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i + 1 < SIZES.length; i++) {
            OperatingPoint point = score.at(threshold, new FaceSizes(SIZES[i], SIZES[i + 1]));
            rows.add(List.of(
                    name(i),
                    Long.toString(point.truths()),
                    Long.toString(point.hits()),
                    Long.toString(point.falseAlarms()),
                    text(point.recall()),
                    text(point.precision())));
        }
        return new TaskScore.Table(
                "By size", List.of("side, px", "faces", "found", "false alarms", "recall", "precision"), rows);
    }

    private static String name(int size) {
        return Double.isInfinite(SIZES[size + 1])
                ? "from %.0f".formatted(SIZES[size])
                : "%.0f-%.0f".formatted(SIZES[size], SIZES[size + 1]);
    }

    private static String text(OptionalDouble value) {
        return Figure.share("", value, Better.HIGHER).text();
    }
}
