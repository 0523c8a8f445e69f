package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.ErrorDistribution;
import io.facet.training.score.RankCorrelation;

/** Mean absolute error: of ages with cumulative scores, of qualities with their rank correlation. */
final class NumberScorer implements TaskScorer {
    /** UTKFace is scored by the papers on these ages (Cao et al., "CORAL", 2020, section 4.1). */
    private static final int FROM = 21;

    private static final int TO = 60;
    private static final int LARGEST_SHOWN = 15;

    private final EvaluationTask task;
    private final Unit unit;
    private final List<double[]> pairs = new ArrayList<>();
    private final GroupedErrors grouped = new GroupedErrors();

    /** @param task age or quality */
    NumberScorer(EvaluationTask task) {
        this.task = task;
        this.unit = task == EvaluationTask.AGE ? Unit.YEARS : Unit.NUMBER;
    }

    @Override
    public void add(Judged face) {
        double truth = face.truth(FaceValue.Number.class).value();
        double predicted = face.predicted(FaceValue.Number.class).value();
        if (!Double.isFinite(truth) || !Double.isFinite(predicted)) {
            throw new IllegalArgumentException(
                    "face %s: expected finite numbers, found %s and %s".formatted(face.key(), truth, predicted));
        }
        pairs.add(new double[] {truth, predicted});
        grouped.add(face, Math.abs(truth - predicted), Math.abs(truth - predicted));
    }

    @Override
    public int faces() {
        return pairs.size();
    }

    @Override
    public TaskScore score() {
        ErrorDistribution errors = distribution(pairs);
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("MAE", errors.mean(), unit, Better.LOWER));
        if (task == EvaluationTask.AGE) {
            addAges(figures, errors);
        } else {
            figures.add(new Figure("rank correlation", correlation(), Unit.NUMBER, Better.HIGHER));
        }
        double bias =
                pairs.stream().mapToDouble(pair -> pair[1] - pair[0]).average().orElseThrow();
        figures.add(Figure.of("mean of predicted − true", bias, unit, Better.NEITHER));
        return new TaskScore(
                task,
                faces(),
                figures,
                task == EvaluationTask.AGE ? List.of(scatter(), cumulative(errors), byAge()) : List.of(scatter()),
                List.of(),
                List.of(),
                grouped.means("MAE", unit),
                grouped.byKey());
    }

    private void addAges(List<Figure> figures, ErrorDistribution errors) {
        List<double[]> adults =
                pairs.stream().filter(pair -> pair[0] >= FROM && pair[0] <= TO).toList();
        figures.add(new Figure(
                "MAE of ages 21-60",
                adults.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(distribution(adults).mean()),
                unit,
                Better.LOWER));
        figures.add(Figure.of("median error", errors.median(), unit, Better.LOWER));
        figures.add(Figure.share("CS 5 years", errors.shareWithin(5), Better.HIGHER));
    }

    private OptionalDouble correlation() {
        return RankCorrelation.of(
                pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                pairs.stream().mapToDouble(pair -> pair[1]).toArray());
    }

    private static ErrorDistribution distribution(List<double[]> pairs) {
        return ErrorDistribution.of(
                pairs.stream().mapToDouble(pair -> Math.abs(pair[0] - pair[1])).toArray());
    }

    private Chart scatter() {
        return new Chart.Scatter(
                "Predicted and true",
                "One point a face; on the line both are equal.",
                "true " + task.key(),
                "predicted " + task.key(),
                List.of(new Chart.Series(
                        "",
                        pairs.stream().mapToDouble(pair -> pair[0]).toArray(),
                        pairs.stream().mapToDouble(pair -> pair[1]).toArray())));
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
            List<double[]> decade = pairs.stream()
                    .filter(pair -> pair[0] >= least && pair[0] < least + 10)
                    .toList();
            if (!decade.isEmpty()) {
                names.add("%d-%d (%d)".formatted(from, from + 9, decade.size()));
                means.add(distribution(decade).mean());
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
