package io.facet.training.evaluate.report;

import java.util.List;

import io.facet.training.evaluate.face.SetScore;

/**
 * What is reported of one set, or of one pair of files.
 *
 * @param title of the set and its part, for people
 * @param set its kind, lower case, as papers' numbers are listed by
 * @param part official part that was scored; empty for parts of our own
 * @param protocol how it was scored, a sentence each
 * @param pictures that were scored
 * @param unreadable pictures that were left out
 * @param scores one a bundle, the one that is evaluated first
 * @param gallery faces to look at, by task
 */
public record EvaluationResult(
        String title,
        String set,
        String part,
        List<String> protocol,
        int pictures,
        int unreadable,
        List<SetScore> scores,
        List<Gallery> gallery) {
    public EvaluationResult {
        protocol = List.copyOf(protocol);
        scores = List.copyOf(scores);
        gallery = List.copyOf(gallery);
    }
}
