package io.facet.training.evaluate.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.facet.training.evaluate.face.PointCounts;
import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.task.Chart;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.TaskScore;

/**
 * What the template {@code report.mustache} shows.
 *
 * @param title names of the bundles
 * @param figures main score of each task
 * @param sets how faces were found
 * @param sections one a task and set
 * @param researchOnly whether a bundle may be used for research only
 * @param json what the charts are drawn from
 */
record ReportPage(
        String title,
        List<Fact> figures,
        List<SetFacts> sets,
        List<ReportSection> sections,
        boolean researchOnly,
        String json) {

    /** A name, a value and where it leads. */
    record Fact(String label, String value, String note, String id) {}

    /** A set: pictures, and points of each bundle. */
    record SetFacts(String title, String pictures, List<String> protocol, List<Fact> bundles) {}

    static ReportPage of(List<EvaluationResult> results) {
        List<Chart> charts = new ArrayList<>();
        List<ReportSection> sections = new ArrayList<>();
        List<Fact> figures = new ArrayList<>();
        Set<String> bundles = new LinkedHashSet<>();
        boolean researchOnly = false;
        for (EvaluationResult result : results) {
            for (SetScore score : result.scores()) {
                bundles.add(score.bundle());
                researchOnly |= "research-only".equals(score.licence());
            }
            for (EvaluationTask task : tasks(result)) {
                ReportSection section = ReportSection.of(result, task, charts);
                sections.add(section);
                figures.add(headline(result, task, section.id()));
            }
        }
        return new ReportPage(
                String.join(" beside ", bundles),
                figures,
                results.stream().map(ReportPage::facts).toList(),
                sections,
                researchOnly,
                ChartJson.of(charts));
    }

    private static Set<EvaluationTask> tasks(EvaluationResult result) {
        Set<EvaluationTask> tasks = new LinkedHashSet<>();
        result.scores().forEach(score -> score.tasks().forEach(task -> tasks.add(task.task())));
        return tasks;
    }

    private static Fact headline(EvaluationResult result, EvaluationTask task, String id) {
        List<TaskScore> scores = result.scores().stream()
                .flatMap(score -> score.tasks().stream())
                .filter(score -> score.task() == task)
                .toList();
        List<String> others =
                scores.stream().skip(1).map(score -> score.main().text()).toList();
        String beside = others.isEmpty() ? "" : ", beside " + String.join(", ", others);
        return new Fact(
                task.key(), scores.get(0).main().text(), scores.get(0).main().name() + beside, id);
    }

    private static SetFacts facts(EvaluationResult result) {
        List<Fact> bundles = new ArrayList<>();
        for (SetScore score : result.scores()) {
            PointCounts points = score.points();
            if (points.detector() + points.landmarks() + points.fallback() > 0) {
                bundles.add(new Fact(
                        score.bundle(),
                        String.format(
                                Locale.ROOT,
                                "%,d faces found by its detector, %,d placed by the set's landmarks, %,d not found and placed"
                                        + " where faces of the set lie on average",
                                points.detector(),
                                points.landmarks(),
                                points.fallback()),
                        "",
                        ""));
            }
        }
        return new SetFacts(
                result.title(),
                String.format(Locale.ROOT, "%,d pictures, %,d unreadable", result.pictures(), result.unreadable()),
                result.protocol(),
                bundles);
    }
}
