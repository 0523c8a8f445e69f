package io.facet.training.evaluate.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.facet.training.evaluate.face.SetScore;
import io.facet.training.evaluate.task.Figure;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.score.Fairness;

/**
 * The scores as programs read them: sets, bundles, tasks, figures by name (null where one has no value), groups, and the keys
 * of the worst faces.
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
            figures.put(
                    figure.name(),
                    figure.value().isEmpty() ? null : figure.value().getAsDouble());
        }
        task.put("figures", figures);
        task.put("notes", score.notes());
        score.fairness().ifPresent(group -> task.put("fairness", fairness(group)));
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

    private static Map<String, Object> fairness(TaskScore.GroupScore group) {
        Fairness fairness = group.fairness();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("metric", group.metric());
        map.put("groups", fairness.groups());
        map.put("reference", fairness.reference());
        fairness.ofReference().ifPresent(value -> map.put("ofReference", value));
        fairness.ofOthers().ifPresent(value -> map.put("ofOthers", value));
        map.put("average", fairness.average());
        fairness.discrepancy().ifPresent(value -> map.put("discrepancy", value));
        return map;
    }
}
