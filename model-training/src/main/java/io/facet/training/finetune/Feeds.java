package io.facet.training.finetune;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which tasks the faces of one data set teach.
 *
 * @param labels tasks that its annotations teach, with a factor on the weight of such a face
 * @param teacher tasks that a teacher's outputs teach where an annotation does not, with a factor
 */
public record Feeds(Map<String, Double> labels, Map<String, Double> teacher) {
    public Feeds {
        labels = new LinkedHashMap<>(labels == null ? Map.of() : labels);
        teacher = new LinkedHashMap<>(teacher == null ? Map.of() : teacher);
        Defaults.require(!labels.isEmpty() || !teacher.isEmpty(), "tasks, teacher", "a task", "none");
        labels.forEach(Feeds::requireFactor);
        teacher.forEach(Feeds::requireFactor);
    }

    private static void requireFactor(String task, Double factor) {
        Defaults.require(factor != null && factor > 0, task, "a factor above 0", factor);
    }
}
