package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.facet.training.score.ErrorDistribution;
import io.facet.training.score.PointNorm;
import io.facet.vision.landmark.LandmarkScheme;

/** NME by every length, failure rate and AUC (FaRL Tables 6 to 8), in pixels of the picture. */
final class LandmarkScorer implements TaskScorer {
    private static final int CURVE_POINTS = 200;

    private final GroupTallies<LandmarkTally.Face, LandmarkTally> faces = new GroupTallies<>(LandmarkTally::new);
    private double[] pointErrors = new double[0];

    @Override
    public void add(Judged face) {
        FaceValue.Points truth = face.truth(FaceValue.Points.class);
        LandmarkScheme scheme = LandmarkScheme.of(truth.scheme());
        float[] predicted = inOrder(face, scheme);
        Map<PointNorm, Double> errors = new EnumMap<>(PointNorm.class);
        for (PointNorm norm : PointNorm.values()) {
            errors.put(norm, norm.error(scheme, truth.points(), truth.box(), predicted));
        }
        faces.add(face, new LandmarkTally.Face(errors), errors.get(PointNorm.INTER_OCULAR));
        addPoints(scheme, truth.points(), predicted);
    }

    /** A scheme with more points may hold those of the truth. */
    private static float[] inOrder(Judged face, LandmarkScheme scheme) {
        FaceValue.Points predicted = face.predicted(FaceValue.Points.class);
        LandmarkScheme own = LandmarkScheme.of(predicted.scheme());
        own.requireCount(predicted.points());
        List<Integer> order = scheme.within(own)
                .orElseThrow(() -> new IllegalArgumentException("face %s: expected points of %s, found those of %s"
                        .formatted(face.key(), scheme.name(), own.name())));
        float[] points = new float[2 * order.size()];
        for (int i = 0; i < order.size(); i++) {
            points[2 * i] = predicted.points()[2 * order.get(i)];
            points[2 * i + 1] = predicted.points()[2 * order.get(i) + 1];
        }
        return points;
    }

    private void addPoints(LandmarkScheme scheme, float[] truth, float[] predicted) {
        if (pointErrors.length == 0) {
            pointErrors = new double[scheme.count()];
        }
        double length = scheme.ocular().distance(truth);
        for (int i = 0; i < pointErrors.length && i < scheme.count(); i++) {
            pointErrors[i] +=
                    Math.hypot(truth[2 * i] - predicted[2 * i], truth[2 * i + 1] - predicted[2 * i + 1]) / length;
        }
    }

    @Override
    public int faces() {
        return faces.all().faces();
    }

    @Override
    public TaskScore score() {
        return new TaskScore(
                EvaluationTask.LANDMARKS,
                faces(),
                faces.all().figures(),
                List.of(curve(faces.all().errors(PointNorm.INTER_OCULAR)), byPoint()),
                List.of(),
                List.of(
                        "Errors are distances in pixels of the picture over the length named, each face alone; where the"
                                + " set gives no box, it is the tight one around the true points."),
                faces.fairness(),
                faces.errors());
    }

    private static Chart curve(ErrorDistribution errors) {
        double[] x = new double[CURVE_POINTS + 1];
        double[] y = new double[CURVE_POINTS + 1];
        for (int i = 0; i <= CURVE_POINTS; i++) {
            double error = LandmarkTally.OCULAR_LIMIT * i / CURVE_POINTS;
            x[i] = 100 * error;
            y[i] = 100 * errors.shareWithin(error);
        }
        return new Chart.Curves(
                "Cumulative error distribution",
                "Share of faces with at most that inter-ocular error.",
                "error, % of the inter-ocular distance",
                "faces, %",
                false,
                List.of(new Chart.Series("", x, y)));
    }

    private Chart byPoint() {
        double[] means = new double[pointErrors.length];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < means.length; i++) {
            means[i] = 100 * pointErrors[i] / faces();
            names.add(Integer.toString(i));
        }
        return new Chart.Bars(
                "Error by point",
                "Mean inter-ocular error of each landmark, by its number in the scheme.",
                "%",
                names,
                List.of(new Chart.Series("", new double[0], means)));
    }
}
