package io.facet.training.evaluate.task;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.score.Fairness;

/**
 * What came of one task.
 *
 * @param task which
 * @param faces scored (pairs for identity, pictures for detection)
 * @param figures the scores, the main one first
 * @param charts what to draw
 * @param tables figures in detail
 * @param notes what a reader must know of how it was scored, one sentence each
 * @param fairness the main score by group; empty where no groups are known
 * @param errors error of each face by its key, in any unit: more is worse
 */
public record TaskScore(
        EvaluationTask task,
        int faces,
        List<Figure> figures,
        List<Chart> charts,
        List<Table> tables,
        List<String> notes,
        Optional<GroupScore> fairness,
        Map<String, Double> errors) {

    /**
     * A table.
     *
     * @param title of it
     * @param columns names
     * @param rows texts, one a column
     */
    public record Table(String title, List<String> columns, List<List<String>> rows) {}

    /**
     * The main score by group of people.
     *
     * @param metric its name
     * @param unit how it is shown
     * @param fairness its values
     */
    public record GroupScore(String metric, Figure.Unit unit, Fairness fairness) {}

    public TaskScore {
        figures = List.copyOf(figures);
        charts = List.copyOf(charts);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
    }

    /** The figure that stands for the task. */
    public Figure main() {
        return figures.get(0);
    }
}
