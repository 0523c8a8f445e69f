package io.facet.training.evaluate.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.facet.domain.UserError;

/** The scores that a {@code report.json} has of the bundle that was evaluated. */
public final class ReportScores {
    private ReportScores() {}

    /**
     * Reads the figures of the first bundle of every set; those of bundles it was compared with are left out.
     *
     * @param report a {@code report.json} of {@code facet evaluate}
     * @return values by {@code "set: task figure"}, as {@code "utkface, held_out: age MAE"}, in the report's order; shares
     *     in [0, 1], ages in years
     * @throws UserError if it is no such report
     */
    public static Map<String, Double> read(Path report) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (JsonNode set : parsed(report).path("sets")) {
            String title = set.path("set").asText();
            set.at("/bundles/0/tasks")
                    .properties()
                    .forEach(task -> task.getValue()
                            .path("figures")
                            .properties()
                            .forEach(figure -> {
                                if (figure.getValue().isNumber()) {
                                    scores.put(
                                            "%s: %s %s".formatted(title, task.getKey(), figure.getKey()),
                                            figure.getValue().asDouble());
                                }
                            }));
        }
        if (scores.isEmpty()) {
            throw new UserError("%s: expected report.json of `facet evaluate`, found no scores".formatted(report));
        }
        return scores;
    }

    private static JsonNode parsed(Path report) {
        try {
            return new ObjectMapper().readTree(report.toFile());
        } catch (IOException e) {
            throw new UserError(
                    "%s: expected report.json of `facet evaluate`, found: %s".formatted(report, e.getMessage()), e);
        }
    }
}
