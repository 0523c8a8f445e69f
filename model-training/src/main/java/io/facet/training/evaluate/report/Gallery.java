package io.facet.training.evaluate.report;

import java.util.List;

import io.facet.training.evaluate.task.EvaluationTask;

/**
 * The faces of a task to look at.
 *
 * @param task which
 * @param worst those with the largest errors, the largest first
 * @param best those with the smallest, the smallest first
 */
public record Gallery(EvaluationTask task, List<Item> worst, List<Item> best) {
    /**
     * A face.
     *
     * @param key of it
     * @param caption what is true and what was predicted
     * @param picture data URI
     * @param width in pixels
     * @param height in pixels
     */
    public record Item(String key, String caption, String picture, int width, int height) {}

    public Gallery {
        worst = List.copyOf(worst);
        best = List.copyOf(best);
    }
}
