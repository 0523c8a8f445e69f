package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.training.score.ConfusionMatrix;

/** Scores of the single classes of a confusion matrix. */
final class ClassFigures {
    private ClassFigures() {}

    static List<Figure> f1(ConfusionMatrix matrix) {
        return named("F1", matrix, matrix::f1);
    }

    static List<Figure> precision(ConfusionMatrix matrix) {
        return named("precision", matrix, matrix::precision);
    }

    static List<Figure> recall(ConfusionMatrix matrix) {
        return named("recall", matrix, matrix::recall);
    }

    private static List<Figure> named(String score, ConfusionMatrix matrix, IntFunction<OptionalDouble> ofClass) {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < matrix.classes().size(); i++) {
            figures.add(Figure.share(score + " " + matrix.classes().get(i), ofClass.apply(i), Better.HIGHER));
        }
        return figures;
    }
}
