package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.score.Fairness;

/** One error (or hit) for each face, by key and by group. */
final class GroupedErrors {
    /** The group that FaRL's Table 11 compares all others with. */
    private static final String REFERENCE = "White";

    private final Map<String, Double> byKey = new LinkedHashMap<>();
    private final List<Grouped> grouped = new ArrayList<>();

    private record Grouped(String group, double value) {}

    /**
     * @param error shown as how bad the face is
     * @param value whose mean over faces is the score
     */
    void add(Judged face, double error, double value) {
        byKey.put(face.key(), error);
        if (face.group() != null) {
            grouped.add(new Grouped(face.group(), value));
        }
    }

    Map<String, Double> byKey() {
        return byKey;
    }

    /** The mean by group; empty where no face has one. */
    Optional<TaskScore.GroupScore> means(String metric, Figure.Unit unit) {
        if (grouped.isEmpty()) {
            return Optional.empty();
        }
        Fairness fairness = Fairness.of(
                grouped,
                Grouped::group,
                faces -> faces.stream().mapToDouble(Grouped::value).average().orElseThrow(),
                REFERENCE);
        return Optional.of(new TaskScore.GroupScore(metric, unit, fairness));
    }
}
