package io.facet.training.evaluate.task;

import java.util.Arrays;
import java.util.Locale;

import io.facet.domain.UserError;

/** What can be scored. Its {@link #key()} is its name in options, files and reports. */
public enum EvaluationTask {
    /** Points of a face. */
    LANDMARKS,
    /** A class for each pixel. */
    PARSING,
    /** Years, or groups of them where a set tells no more. */
    AGE,
    /** One of two classes. */
    GENDER,
    /** One of several groups of people, for audits of fairness. */
    GROUP,
    /** One of seven expressions. */
    EXPRESSION,
    /** Yes or no, several of them. */
    ATTRIBUTES,
    /** Embeddings, scored as verification of pairs. */
    IDENTITY,
    /** A number in [0, 1]. */
    QUALITY,
    /** Boxes in pictures. */
    DETECTION;

    /** Lower-case name. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws UserError listing the names there are
     */
    public static EvaluationTask ofKey(String key) {
        return Arrays.stream(values())
                .filter(task -> task.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new UserError("--task: expected one of %s, found '%s'"
                        .formatted(
                                Arrays.stream(values()).map(EvaluationTask::key).toList(), key)));
    }
}
