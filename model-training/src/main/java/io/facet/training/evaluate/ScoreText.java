package io.facet.training.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import io.facet.training.evaluate.face.PointCounts;
import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.report.EvaluationResult;
import io.facet.training.evaluate.task.Figure;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.score.Fairness;

/** The figures as text. */
final class ScoreText {
    private ScoreText() {}

    static String of(List<EvaluationResult> results) {
        StringBuilder text = new StringBuilder();
        for (EvaluationResult result : results) {
            text.append("%s: %d pictures, %d unreadable%n"
                    .formatted(result.title(), result.pictures(), result.unreadable()));
            for (SetScore score : result.scores()) {
                append(text, score);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, SetScore score) {
        text.append("  ").append(score.bundle()).append(points(score.points())).append(System.lineSeparator());
        for (TaskScore task : score.tasks()) {
            text.append("    %s (%d)%n".formatted(task.task().key(), task.faces()));
            task.figures()
                    .forEach(figure -> text.append(
                            String.format(Locale.ROOT, "      %-42s %12s%n", figure.name(), figure.text())));
            // Those in detail are for the report: an attribute each would fill a screen.
            task.fairness().stream().filter(group -> !group.detail()).forEach(group -> text.append(fairness(group)));
            task.notes().forEach(note -> text.append("      ").append(note).append(System.lineSeparator()));
        }
    }

    private static String points(PointCounts points) {
        return points.detector() + points.landmarks() + points.fallback() == 0
                ? ""
                : ": %d faces found by its detector, %d placed by landmarks, %d not found"
                        .formatted(points.detector(), points.landmarks(), points.fallback());
    }

    private static String fairness(TaskScore.GroupScore group) {
        Fairness fairness = group.fairness();
        Figure.Unit unit = group.whole().unit();
        String groups = fairness.groups().stream()
                .map(one -> "%s %s".formatted(one.name(), Figure.text(one.value(), unit)))
                .collect(Collectors.joining(", "));
        String discrepancy = fairness.discrepancy().isEmpty()
                ? ""
                : "; others − %s: %s".formatted(fairness.reference(), Figure.text(fairness.discrepancy(), unit));
        return "      %s by group: %s%s%n".formatted(group.whole().name(), groups, discrepancy);
    }
}
