package io.facet.training.evaluate.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.evaluate.task.Chart;
import io.facet.training.evaluate.task.Chart.Bars;
import io.facet.training.evaluate.task.Chart.Confusion;
import io.facet.training.evaluate.task.Chart.Curves;
import io.facet.training.evaluate.task.Chart.Scatter;
import io.facet.training.evaluate.task.Chart.Series;

/** Draws the charts of several bundles over each other; confusion matrices stay apart. */
final class MergedCharts {
    private MergedCharts() {}

    /**
     * @param bundles charts by name of the bundle
     */
    static List<Chart> of(Map<String, List<Chart>> bundles) {
        Map<String, List<Named>> byTitle = new LinkedHashMap<>();
        bundles.forEach((bundle, charts) ->
                charts.forEach(chart -> byTitle.computeIfAbsent(chart.title(), title -> new ArrayList<>())
                        .add(new Named(bundle, chart))));
        List<Chart> merged = new ArrayList<>();
        boolean several = bundles.size() > 1;
        byTitle.values()
                .forEach(same -> merged.addAll(
                        several ? merged(same) : List.of(same.get(0).chart())));
        return merged;
    }

    private record Named(String bundle, Chart chart) {}

    private static List<Chart> merged(List<Named> same) {
        Chart first = same.get(0).chart();
        if (first instanceof Confusion) {
            return same.stream().map(MergedCharts::titled).toList();
        }
        if (first instanceof Bars bars && !sameCategories(same)) {
            return same.stream()
                    .map(one -> (Chart) new Bars(
                            one.chart().title() + ", " + one.bundle(),
                            bars.note(),
                            bars.unit(),
                            ((Bars) one.chart()).categories(),
                            ((Bars) one.chart()).series()))
                    .toList();
        }
        List<Series> series = new ArrayList<>();
        same.forEach(one -> series(one.chart())
                .forEach(row -> series.add(new Series(
                        row.name().isEmpty() ? one.bundle() : one.bundle() + ": " + row.name(), row.x(), row.y()))));
        if (first instanceof Curves curves) {
            return List.of(new Curves(
                    curves.title(), curves.note(), curves.xName(), curves.yName(), curves.logarithmic(), series));
        }
        if (first instanceof Bars bars) {
            return List.of(new Bars(bars.title(), bars.note(), bars.unit(), bars.categories(), series));
        }
        Scatter scatter = (Scatter) first;
        return List.of(new Scatter(scatter.title(), scatter.note(), scatter.xName(), scatter.yName(), series));
    }

    private static Chart titled(Named one) {
        Confusion matrix = (Confusion) one.chart();
        return new Confusion(matrix.title() + ", " + one.bundle(), matrix.note(), matrix.labels(), matrix.counts());
    }

    private static boolean sameCategories(List<Named> same) {
        return same.stream()
                        .map(one -> ((Bars) one.chart()).categories())
                        .distinct()
                        .count()
                == 1;
    }

    private static List<Series> series(Chart chart) {
        if (chart instanceof Curves curves) {
            return curves.series();
        }
        if (chart instanceof Bars bars) {
            return bars.series();
        }
        if (chart instanceof Scatter scatter) {
            return scatter.series();
        }
        throw new IllegalArgumentException("expected a chart of series, found " + chart.title());
    }
}
