package io.facet.training.evaluate.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.task.Figure;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.score.Fairness;

/**
 * The scores as programs read them: sets, bundles, tasks, figures by name (null where one has no value), the same by
 * group, and the keys of the worst faces.
 */
final class ReportJson {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final int WORST = 20;

    private ReportJson() {}

    static String of(List<EvaluationResult> results) {
        try {
            return MAPPER.writeValueAsString(
                    Map.of("sets", results.stream().map(ReportJson::set).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("scores are plain numbers and names", e);
        }
    }

    private static Map<String, Object> set(EvaluationResult result) {
        Map<String, Object> set = new LinkedHashMap<>();
        set.put("set", result.title());
        set.put("protocol", result.protocol());
        set.put("pictures", result.pictures());
        set.put("unreadable", result.unreadable());
        set.put("bundles", result.scores().stream().map(ReportJson::bundle).toList());
        return set;
    }

    private static Map<String, Object> bundle(SetScore score) {
        Map<String, Object> bundle = new LinkedHashMap<>();
        bundle.put("bundle", score.bundle());
        bundle.put("points", score.points());
        Map<String, Object> tasks = new LinkedHashMap<>();
        score.tasks().forEach(task -> tasks.put(task.task().key(), task(task)));
        bundle.put("tasks", tasks);
        return bundle;
    }

    private static Map<String, Object> task(TaskScore score) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("faces", score.faces());
        Map<String, Double> figures = new LinkedHashMap<>();
        for (Figure figure : score.figures()) {
            figures.put(figure.name(), orNull(figure.value()));
        }
        task.put("figures", figures);
        task.put("notes", score.notes());
        if (!score.fairness().isEmpty()) {
            task.put("fairness", fairness(score.fairness()));
        }
        task.put(
                "worst",
                score.errors().entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .limit(WORST)
                        .map(Map.Entry::getKey)
                        .toList());
        return task;
    }

    /** The main score's stand where programs that know of no others look; {@code figures} has every score's. */
    private static Map<String, Object> fairness(List<TaskScore.GroupScore> scores) {
        TaskScore.GroupScore main = scores.get(0);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("metric", main.whole().name());
        map.put(
                "groups",
                main.fairness().groups().stream().map(ReportJson::group).toList());
        map.put("reference", main.fairness().reference());
        addComparison(main.fairness(), map);
        Map<String, Object> figures = new LinkedHashMap<>();
        for (TaskScore.GroupScore score : scores) {
            figures.put(score.whole().name(), figure(score.fairness()));
        }
        map.put("figures", figures);
        return map;
    }

    private static Map<String, Object> group(Fairness.Group group) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", group.name());
        map.put("faces", group.faces());
        map.put("value", orNull(group.value()));
        return map;
    }

    private static Map<String, Object> figure(Fairness fairness) {
        Map<String, Double> groups = new LinkedHashMap<>();
        fairness.groups().forEach(group -> groups.put(group.name(), orNull(group.value())));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("groups", groups);
        addComparison(fairness, map);
        return map;
    }

    private static void addComparison(Fairness fairness, Map<String, Object> map) {
        fairness.ofReference().ifPresent(value -> map.put("ofReference", value));
        fairness.ofOthers().ifPresent(value -> map.put("ofOthers", value));
        fairness.average().ifPresent(value -> map.put("average", value));
        fairness.discrepancy().ifPresent(value -> map.put("discrepancy", value));
    }

    private static Double orNull(OptionalDouble value) {
        return value.isEmpty() ? null : value.getAsDouble();
    }
}
