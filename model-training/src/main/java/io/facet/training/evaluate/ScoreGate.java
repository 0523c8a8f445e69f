package io.facet.training.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.report.EvaluationResult;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.Figure;
import io.facet.training.evaluate.task.TaskScore;

/**
 * Whether a bundle may take another's place: no score may be worse by more than a share of the other's. The door for a
 * quantized bundle, whose float32 form is the other.
 *
 * @param allowed the share of a score that may be lost: 0.01 is one per cent
 */
record ScoreGate(double allowed) {

    /**
     * A score of both.
     *
     * @param name set, task and score
     * @param reference of the bundle whose place is to be taken
     * @param found of the bundle that is judged; empty where it was not measured
     * @param loss what was lost, as a share of the reference (of 1 where that is 0); negative where it is better, infinite
     *     where nothing was measured
     */
    record Change(String name, double reference, OptionalDouble found, double loss) {
        String text() {
            String now = found.isEmpty() ? "not measured" : String.format(Locale.ROOT, "%.4g", found.getAsDouble());
            return String.format(Locale.ROOT, "%s: %s, was %.4g (%.1f %% lost)", name, now, reference, 100 * loss);
        }
    }

    /** The scores of the first bundle that fell further than is allowed below those of the second. */
    List<Change> refused(List<EvaluationResult> results) {
        return results.stream()
                .flatMap(result -> changes(result).stream())
                .filter(change -> change.loss() > allowed)
                .toList();
    }

    private static List<Change> changes(EvaluationResult result) {
        SetScore judged = result.scores().get(0);
        SetScore reference = result.scores().get(1);
        List<Change> changes = new ArrayList<>();
        for (TaskScore task : reference.tasks()) {
            Map<String, OptionalDouble> found = figures(judged, task.task());
            for (Figure figure : task.figures()) {
                if (figure.better() != Figure.Better.NEITHER && figure.value().isPresent()) {
                    changes.add(change(
                            "%s, %s, %s".formatted(result.title(), task.task().key(), figure.name()),
                            figure,
                            found.getOrDefault(figure.name(), OptionalDouble.empty())));
                }
            }
        }
        return changes;
    }

    private static Map<String, OptionalDouble> figures(SetScore score, EvaluationTask task) {
        return score.tasks().stream()
                .filter(one -> one.task() == task)
                .flatMap(one -> one.figures().stream())
                .collect(Collectors.toMap(Figure::name, Figure::value));
    }

    private static Change change(String name, Figure figure, OptionalDouble found) {
        double reference = figure.value().getAsDouble();
        if (found.isEmpty() || Double.isNaN(found.getAsDouble())) {
            return new Change(name, reference, OptionalDouble.empty(), Double.POSITIVE_INFINITY);
        }
        double worse = (found.getAsDouble() - reference) * (figure.better() == Figure.Better.LOWER ? 1 : -1);
        return new Change(name, reference, found, reference == 0 ? worse : worse / Math.abs(reference));
    }
}
