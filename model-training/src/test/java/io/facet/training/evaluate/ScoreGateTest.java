package io.facet.training.evaluate;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.junit.jupiter.api.Test;

import io.facet.training.evaluate.face.PointCounts;
import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.report.EvaluationResult;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.Figure;
import io.facet.training.evaluate.task.TaskScore;

import static org.assertj.core.api.Assertions.assertThat;

class ScoreGateTest {
    private static final ScoreGate GATE = new ScoreGate(0.01);

    @Test
    void refused_lossesOfLessThanOnePercent_none() {
        assertThat(GATE.refused(results(0.932, 5.04))).isEmpty();
    }

    @Test
    void refused_gains_none() {
        assertThat(GATE.refused(results(0.95, 4))).isEmpty();
    }

    @Test
    void refused_errorThatRises_isNamedWithBothValues() {
        assertThat(GATE.refused(results(0.94, 5.1)))
                .extracting(ScoreGate.Change::text)
                .containsExactly("set, held_out, age, MAE: 5.100, was 5.000 (2.0 % lost)");
    }

    @Test
    void refused_accuracyThatFalls_isNamedWithBothValues() {
        assertThat(GATE.refused(results(0.9, 5)))
                .extracting(ScoreGate.Change::text)
                .containsExactly("set, held_out, gender, accuracy: 0.9000, was 0.9400 (4.3 % lost)");
    }

    @Test
    void refused_taskThatWasNotMeasured_isLostWhole() {
        List<EvaluationResult> results = List.of(result(score("new", 5), score("old", 0.94, 5)));

        assertThat(GATE.refused(results))
                .singleElement()
                .satisfies(change -> assertThat(change.name()).isEqualTo("set, held_out, gender, accuracy"))
                .satisfies(change -> assertThat(change.loss()).isInfinite());
    }

    private static List<EvaluationResult> results(double accuracy, double years) {
        return List.of(result(score("new", accuracy, years), score("old", 0.94, 5)));
    }

    private static EvaluationResult result(SetScore judged, SetScore reference) {
        return new EvaluationResult(
                "set, held_out", "set", "", List.of(), 10, 0, List.of(judged, reference), List.of());
    }

    private static SetScore score(String bundle, double accuracy, double years) {
        return new SetScore(bundle, "", PointCounts.NONE, List.of(gender(accuracy), age(years)));
    }

    private static SetScore score(String bundle, double years) {
        return new SetScore(bundle, "", PointCounts.NONE, List.of(age(years)));
    }

    private static TaskScore gender(double accuracy) {
        return task(EvaluationTask.GENDER, figure("accuracy", accuracy, Figure.Better.HIGHER));
    }

    private static TaskScore age(double years) {
        return task(EvaluationTask.AGE, figure("MAE", years, Figure.Better.LOWER));
    }

    private static Figure figure(String name, double value, Figure.Better better) {
        return new Figure(name, OptionalDouble.of(value), Figure.Unit.NUMBER, better);
    }

    private static TaskScore task(EvaluationTask task, Figure figure) {
        return new TaskScore(task, 10, List.of(figure), List.of(), List.of(), List.of(), List.of(), Map.of());
    }
}
