package io.facet.training.loop.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.training.loop.metrics.MetricsTable;
import io.facet.training.loop.metrics.ScoresFile;

/**
 * One curve of the page.
 *
 * @param name shown as its title
 * @param note beside the title
 * @param smoothed whether a smoothed line is drawn over the values: they vary with each batch
 * @param updates numbers of the updates
 * @param values one for each; those that are not finite are left out by the chart
 */
record Curve(String name, String note, boolean smoothed, double[] updates, double[] values) {
    private static final int MOST_POINTS = 1500;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** The parts of the loss, rate, gradient norm, speed, then the scores. */
    static List<Curve> all(MetricsTable metrics, List<ScoresFile.Score> scores) {
        List<Curve> curves = new ArrayList<>();
        if (!metrics.rows().isEmpty()) {
            MetricsTable table = metrics.sampled(MOST_POINTS);
            double[] updates = table.column("update");
            for (String loss : table.losses()) {
                curves.add(new Curve(loss, "by update", true, updates, table.column(loss)));
            }
            curves.add(new Curve("rate", "learning rate", false, updates, table.column("rate")));
            curves.add(new Curve("gradient norm", "before clipping", true, updates, table.column("gradient_norm")));
            curves.add(new Curve("images a second", "all processes", true, updates, table.column("images_per_second")));
        }
        Map<String, List<ScoresFile.Score>> byName = new LinkedHashMap<>();
        scores.forEach(score ->
                byName.computeIfAbsent(score.name(), name -> new ArrayList<>()).add(score));
        byName.forEach((name, values) -> curves.add(new Curve(
                name,
                "score",
                false,
                values.stream().mapToDouble(ScoresFile.Score::update).toArray(),
                values.stream().mapToDouble(ScoresFile.Score::value).toArray())));
        return curves;
    }

    /** For a script element: no tag can begin inside. */
    static String json(List<Curve> curves) {
        try {
            return MAPPER.writeValueAsString(curves).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("curves are plain numbers and names", e);
        }
    }
}
