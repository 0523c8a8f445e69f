package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.score.ErrorDistribution;

/** Mean absolute error: of ages with cumulative scores, of qualities with their rank correlation. */
final class NumberScorer implements TaskScorer {
    private static final int LARGEST_SHOWN = 15;

    private final EvaluationTask task;
    private final GroupTallies<NumberTally.Face, NumberTally> faces;

    /** @param task age or quality */
    NumberScorer(EvaluationTask task) {
        this.task = task;
        this.faces = new GroupTallies<>(() -> new NumberTally(task));
    }

    @Override
    public void add(Judged face) {
        double truth = face.truth(FaceValue.Number.class).value();
        double predicted = face.predicted(FaceValue.Number.class).value();
        if (!Double.isFinite(truth) || !Double.isFinite(predicted)) {
            throw new IllegalArgumentException(
                    "face %s: expected finite numbers, found %s and %s".formatted(face.key(), truth, predicted));
        }
        NumberTally.Face counted = new NumberTally.Face(truth, predicted);
        faces.add(face, counted, counted.error());
    }

    @Override
    public int faces() {
        return faces.all().faces();
    }

    @Override
    public TaskScore score() {
        return new TaskScore(
                task,
                faces(),
                faces.all().figures(),
                task == EvaluationTask.AGE
                        ? List.of(scatter(), cumulative(faces.all().errors()), byAge())
                        : List.of(scatter()),
                List.of(),
                List.of(),
                faces.fairness(),
                faces.errors());
    }

    private Chart scatter() {
        return new Chart.Scatter(
                "Predicted and true",
                "One point a face; on the line both are equal.",
                "true " + task.key(),
                "predicted " + task.key(),
                List.of(new Chart.Series(
                        "",
                        faces.all().inOrder().stream()
                                .mapToDouble(NumberTally.Face::truth)
                                .toArray(),
                        faces.all().inOrder().stream()
                                .mapToDouble(NumberTally.Face::predicted)
                                .toArray())));
    }

    private static Chart cumulative(ErrorDistribution errors) {
        double[] x = new double[LARGEST_SHOWN + 1];
        double[] y = new double[LARGEST_SHOWN + 1];
        for (int years = 0; years <= LARGEST_SHOWN; years++) {
            x[years] = years;
            y[years] = 100 * errors.shareWithin(years);
        }
        return new Chart.Curves(
                "Cumulative score",
                "Share of faces whose age is off by at most so many years.",
                "error, years",
                "faces, %",
                false,
                List.of(new Chart.Series("", x, y)));
    }

    private Chart byAge() {
        List<String> names = new ArrayList<>();
        List<Double> means = new ArrayList<>();
        for (int from = 0; from < 120; from += 10) {
            int least = from;
            List<NumberTally.Face> decade = faces.all().inOrder().stream()
                    .filter(face -> face.truth() >= least && face.truth() < least + 10)
                    .toList();
            if (!decade.isEmpty()) {
                names.add("%d-%d (%d)".formatted(from, from + 9, decade.size()));
                means.add(NumberTally.errors(decade).mean());
            }
        }
        return new Chart.Bars(
                "Error by age",
                "Mean absolute error of each decade of true ages; the number of faces in brackets.",
                "years",
                names,
                List.of(new Chart.Series(
                        "",
                        new double[0],
                        means.stream().mapToDouble(mean -> mean).toArray())));
    }
}
