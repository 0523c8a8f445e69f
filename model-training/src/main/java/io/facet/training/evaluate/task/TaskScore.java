package io.facet.training.evaluate.task;

import java.util.List;
import java.util.Map;

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
 * @param fairness every score by group, the main one first; empty where no groups are known
 * @param errors error of each face by its key, in any unit: more is worse
 */
public record TaskScore(
        EvaluationTask task,
        int faces,
        List<Figure> figures,
        List<Chart> charts,
        List<Table> tables,
        List<String> notes,
        List<GroupScore> fairness,
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
     * A score by group of people, computed from the faces of each group alone.
     *
     * @param whole the score on all faces
     * @param detail whether that is told in a table, as of one class, and is none of the {@link #figures}
     * @param fairness its values
     */
    public record GroupScore(Figure whole, boolean detail, Fairness fairness) {

        /** What FaRL's Table 11 states of it: reference group, all others and their discrepancy, each as a figure. */
        public List<Figure> comparison() {
            String reference = fairness.reference();
            return List.of(
                    new Figure(whole.name() + " of " + reference, fairness.ofReference(), whole.unit(), whole.better()),
                    new Figure(
                            whole.name() + " of Non-" + reference, fairness.ofOthers(), whole.unit(), whole.better()),
                    new Figure(
                            "discrepancy of " + whole.name(),
                            fairness.discrepancy(),
                            whole.unit(),
                            Figure.Better.NEITHER));
        }
    }

    public TaskScore {
        figures = List.copyOf(figures);
        charts = List.copyOf(charts);
        tables = List.copyOf(tables);
        notes = List.copyOf(notes);
        fairness = List.copyOf(fairness);
    }

    /** The figure that stands for the task. */
    public Figure main() {
        return figures.get(0);
    }
}
