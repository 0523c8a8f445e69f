package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

import io.facet.training.score.ConfusionMatrix;

/** What a confusion matrix looks like. */
final class ClassCharts {
    private ClassCharts() {}

    static Chart confusion(ConfusionMatrix matrix) {
        int size = matrix.classes().size();
        long[][] counts = new long[size][size];
        for (int truth = 0; truth < size; truth++) {
            for (int predicted = 0; predicted < size; predicted++) {
                counts[truth][predicted] = matrix.count(truth, predicted);
            }
        }
        return new Chart.Confusion(
                "Confusion matrix", "Rows: truth. Colours: share of the row.", matrix.classes(), counts);
    }

    static Chart f1(ConfusionMatrix matrix) {
        double[] scores = new double[matrix.classes().size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = 100 * matrix.f1(i).orElse(0);
        }
        return new Chart.Bars(
                "F1 by class",
                "2·TP ÷ (2·TP + FP + FN), pooled over the set.",
                "%",
                matrix.classes(),
                List.of(new Chart.Series("", new double[0], scores)));
    }

    static TaskScore.Table table(ConfusionMatrix matrix) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < matrix.classes().size(); i++) {
            rows.add(List.of(
                    matrix.classes().get(i),
                    String.format(Locale.ROOT, "%,d", matrix.truths(i)),
                    text(matrix.f1(i)),
                    text(matrix.precision(i)),
                    text(matrix.recall(i))));
        }
        return new TaskScore.Table("By class", List.of("class", "in the truth", "F1", "precision", "recall"), rows);
    }

    static List<String> absent(ConfusionMatrix matrix) {
        return matrix.absent().isEmpty()
                ? List.of()
                : List.of("Neither in the truth nor predicted, so in no mean: " + String.join(", ", matrix.absent())
                        + ".");
    }

    private static String text(OptionalDouble value) {
        return Figure.share("", value, Figure.Better.HIGHER).text();
    }
}
