package io.facet.training.evaluate.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.task.Chart;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.Figure;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.score.Fairness;

/**
 * One task on one set, as the page shows it. Texts are plain; the template escapes them.
 *
 * @param id of its place in the page
 * @param title task
 * @param note set, part and number of faces
 * @param bundles names, one a column
 * @param figures scores, one a row
 * @param panels charts
 * @param tables in detail, of each bundle
 * @param papers numbers of the papers with the same protocol
 * @param otherPapers numbers of the papers on other parts of the set
 * @param fairness by group, of each bundle
 * @param notes how it was scored
 * @param worst faces with the largest errors
 * @param best faces with the smallest
 */
record ReportSection(
        String id,
        String title,
        String note,
        List<String> bundles,
        List<Row> figures,
        List<Panel> panels,
        List<BundleTable> tables,
        List<Paper> papers,
        List<Paper> otherPapers,
        List<FairnessTable> fairness,
        List<String> notes,
        List<Gallery.Item> worst,
        List<Gallery.Item> best) {

    /** A score; {@code main} is the one that stands for the task. */
    record Row(String name, boolean main, List<Cell> cells) {}

    /** A value; {@code best} of several. */
    record Cell(String text, boolean best) {}

    /** A chart; {@code wide} ones take the whole width. */
    record Panel(int index, String title, String note, boolean wide, boolean tall) {}

    /** A table of one bundle. */
    record BundleTable(String title, List<String> columns, List<List<String>> rows) {}

    /** A number of a paper. */
    record Paper(String method, String figure, String value, String ours, String where, String source) {}

    /**
     * FaRL's Table 11 for one bundle.
     *
     * @param groups with the number of their faces, one a column
     * @param rows one a score
     * @param details the same of single classes
     */
    record FairnessTable(
            String bundle, List<String> groups, String reference, List<FairnessRow> rows, List<FairnessRow> details) {}

    /** One score by group; {@code values} are those of the groups. */
    record FairnessRow(
            String metric,
            boolean main,
            List<String> values,
            String ofReference,
            String ofOthers,
            String average,
            String discrepancy) {}

    /**
     * @param charts where the charts of this section go; their places in it are their indices in the page
     */
    static ReportSection of(EvaluationResult result, EvaluationTask task, List<Chart> charts) {
        Map<String, TaskScore> scores = new LinkedHashMap<>();
        for (SetScore score : result.scores()) {
            score.tasks().stream().filter(one -> one.task() == task).forEach(one -> scores.put(score.bundle(), one));
        }
        TaskScore main = scores.values().iterator().next();
        Map<String, List<Chart>> own = new LinkedHashMap<>();
        scores.forEach((bundle, score) -> own.put(bundle, withGroups(score)));
        Gallery gallery = result.gallery().stream()
                .filter(one -> one.task() == task)
                .findFirst()
                .orElse(new Gallery(task, List.of(), List.of()));
        return new ReportSection(
                (result.title() + "-" + task.key()).replaceAll("[^A-Za-z0-9]+", "-"),
                title(task),
                "%s: %s".formatted(result.title(), counted(main)),
                List.copyOf(scores.keySet()),
                rows(scores),
                panels(MergedCharts.of(own), charts),
                tables(scores),
                papers(Published.of(result.set(), result.part(), task), main),
                papers(Published.ofOtherParts(result.set(), result.part(), task), main),
                fairness(scores),
                notes(scores),
                gallery.worst(),
                gallery.best());
    }

    private static List<Chart> withGroups(TaskScore score) {
        List<Chart> charts = new ArrayList<>(score.charts());
        score.fairness().stream().findFirst().ifPresent(main -> charts.add(byGroup(main)));
        return charts;
    }

    private static Chart byGroup(TaskScore.GroupScore main) {
        List<Fairness.Group> groups = main.fairness().groups().stream()
                .filter(group -> group.value().isPresent())
                .toList();
        Figure.Unit unit = main.whole().unit();
        double factor = unit == Figure.Unit.SHARE ? 100 : 1;
        return new Chart.Bars(
                "By group",
                main.whole().name() + "; the number of faces in brackets.",
                unit.sign(),
                groups.stream().map(ReportSection::counted).toList(),
                List.of(new Chart.Series(
                        "",
                        new double[0],
                        groups.stream()
                                .mapToDouble(group -> factor * group.value().getAsDouble())
                                .toArray())));
    }

    private static String counted(Fairness.Group group) {
        return "%s (%d)".formatted(group.name(), group.faces());
    }

    private static String title(EvaluationTask task) {
        return task.key().substring(0, 1).toUpperCase(Locale.ROOT) + task.key().substring(1);
    }

    private static String counted(TaskScore score) {
        String unit = switch (score.task()) {
            case IDENTITY -> "pairs";
            case DETECTION -> "pictures";
            default -> "faces";
        };
        return String.format(Locale.ROOT, "%,d %s", score.faces(), unit);
    }

    private static List<Row> rows(Map<String, TaskScore> scores) {
        List<Row> rows = new ArrayList<>();
        TaskScore main = scores.values().iterator().next();
        for (Figure figure : main.figures()) {
            List<Figure> same =
                    scores.values().stream().map(score -> named(score, figure)).toList();
            rows.add(new Row(
                    figure.name(),
                    figure.name().equals(main.main().name()),
                    same.stream()
                            .map(one -> new Cell(one.text(), same.size() > 1 && isBest(one, same)))
                            .toList()));
        }
        return rows;
    }

    private static Figure named(TaskScore score, Figure figure) {
        return score.figures().stream()
                .filter(one -> one.name().equals(figure.name()))
                .findFirst()
                .orElse(new Figure(figure.name(), OptionalDouble.empty(), figure.unit(), figure.better()));
    }

    private static boolean isBest(Figure one, List<Figure> all) {
        if (one.value().isEmpty() || one.better() == Figure.Better.NEITHER) {
            return false;
        }
        double value = one.value().getAsDouble();
        return all.stream()
                .filter(other -> other.value().isPresent())
                .allMatch(other -> one.better() == Figure.Better.HIGHER
                        ? value >= other.value().getAsDouble()
                        : value <= other.value().getAsDouble());
    }

    private static List<Panel> panels(List<Chart> own, List<Chart> all) {
        List<Panel> panels = new ArrayList<>();
        for (Chart chart : own) {
            boolean wide = chart instanceof Chart.Bars bars && bars.categories().size() > 12;
            boolean tall =
                    chart instanceof Chart.Confusion matrix && matrix.labels().size() > 10;
            panels.add(new Panel(all.size(), chart.title(), chart.note(), wide || tall, tall));
            all.add(chart);
        }
        return panels;
    }

    private static List<BundleTable> tables(Map<String, TaskScore> scores) {
        List<BundleTable> tables = new ArrayList<>();
        scores.forEach((bundle, score) -> score.tables()
                .forEach(table ->
                        tables.add(new BundleTable(table.title() + ", " + bundle, table.columns(), table.rows()))));
        return tables;
    }

    private static List<Paper> papers(List<Published> published, TaskScore ours) {
        List<Figure> figures = new ArrayList<>(ours.figures());
        ours.fairness().forEach(group -> figures.addAll(group.comparison()));
        List<Paper> papers = new ArrayList<>();
        for (Published one : published) {
            figures.stream()
                    .filter(figure -> figure.name().equals(one.figure()))
                    .findFirst()
                    .ifPresent(figure -> papers.add(new Paper(
                            one.method(),
                            one.figure(),
                            Figure.text(one.value(), figure.unit()),
                            figure.text(),
                            one.part(),
                            one.source())));
        }
        return papers;
    }

    private static List<FairnessTable> fairness(Map<String, TaskScore> scores) {
        List<FairnessTable> tables = new ArrayList<>();
        scores.forEach((bundle, score) -> {
            if (!score.fairness().isEmpty()) {
                tables.add(fairness(bundle, score));
            }
        });
        return tables;
    }

    private static FairnessTable fairness(String bundle, TaskScore score) {
        Fairness main = score.fairness().get(0).fairness();
        List<FairnessRow> rows = new ArrayList<>();
        List<FairnessRow> details = new ArrayList<>();
        score.fairness().forEach(one -> (one.detail() ? details : rows).add(row(one, score)));
        return new FairnessTable(
                bundle, main.groups().stream().map(ReportSection::counted).toList(), main.reference(), rows, details);
    }

    private static FairnessRow row(TaskScore.GroupScore group, TaskScore score) {
        Fairness fairness = group.fairness();
        Figure.Unit unit = group.whole().unit();
        String sign = fairness.discrepancy().orElse(-1) >= 0 ? "+" : "";
        return new FairnessRow(
                group.whole().name(),
                group.whole().name().equals(score.main().name()),
                fairness.groups().stream()
                        .map(one -> Figure.text(one.value(), unit))
                        .toList(),
                Figure.text(fairness.ofReference(), unit),
                Figure.text(fairness.ofOthers(), unit),
                Figure.text(fairness.average(), unit),
                sign + Figure.text(fairness.discrepancy(), unit));
    }

    private static List<String> notes(Map<String, TaskScore> scores) {
        return scores.values().stream()
                .flatMap(score -> score.notes().stream())
                .distinct()
                .toList();
    }
}
