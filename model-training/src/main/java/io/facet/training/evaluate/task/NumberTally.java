package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.evaluate.task.Figure.Unit;
import io.facet.training.score.ErrorDistribution;
import io.facet.training.score.RankCorrelation;

/** Numbers that were predicted, beside the true ones. */
final class NumberTally implements Tally<NumberTally.Face> {
    /** UTKFace is scored by the papers on these ages (Cao et al., "CORAL", 2020, section 4.1). */
    private static final int FROM = 21;

    private static final int TO = 60;

    private final EvaluationTask task;
    private final Unit unit;
    private final List<Face> faces = new ArrayList<>();

    /** Both in the unit of the task. */
    record Face(double truth, double predicted) {
        double error() {
            return Math.abs(truth - predicted);
        }
    }

    /** @param task age or quality */
    NumberTally(EvaluationTask task) {
        this.task = task;
        this.unit = task == EvaluationTask.AGE ? Unit.YEARS : Unit.NUMBER;
    }

    @Override
    public void add(Face face) {
        faces.add(face);
    }

    @Override
    public int faces() {
        return faces.size();
    }

    /** In the order they came. */
    List<Face> inOrder() {
        return List.copyOf(faces);
    }

    ErrorDistribution errors() {
        return errors(faces);
    }

    @Override
    public List<Figure> figures() {
        ErrorDistribution errors = errors();
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("MAE", errors.mean(), unit, Better.LOWER));
        if (task == EvaluationTask.AGE) {
            addAges(figures, errors);
        } else {
            figures.add(new Figure("rank correlation", correlation(), Unit.NUMBER, Better.HIGHER));
        }
        double bias = faces.stream()
                .mapToDouble(face -> face.predicted() - face.truth())
                .average()
                .orElseThrow();
        figures.add(Figure.of("mean of predicted − true", bias, unit, Better.NEITHER));
        return figures;
    }

    private void addAges(List<Figure> figures, ErrorDistribution errors) {
        List<Face> adults = faces.stream()
                .filter(face -> face.truth() >= FROM && face.truth() <= TO)
                .toList();
        figures.add(new Figure(
                "MAE of ages 21-60",
                adults.isEmpty()
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(errors(adults).mean()),
                unit,
                Better.LOWER));
        figures.add(Figure.of("median error", errors.median(), unit, Better.LOWER));
        figures.add(Figure.share("CS 5 years", errors.shareWithin(5), Better.HIGHER));
    }

    private OptionalDouble correlation() {
        return RankCorrelation.of(
                faces.stream().mapToDouble(Face::truth).toArray(),
                faces.stream().mapToDouble(Face::predicted).toArray());
    }

    static ErrorDistribution errors(List<Face> faces) {
        return ErrorDistribution.of(faces.stream().mapToDouble(Face::error).toArray());
    }
}
