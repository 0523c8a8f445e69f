package io.facet.training.evaluate.face;

import java.util.List;

import io.facet.training.evaluate.task.TaskScore;

/**
 * What one bundle scored on one set.
 *
 * @param bundle its id
 * @param licence of the bundle
 * @param points how its faces were found; all zero for detection
 * @param tasks one score for each task that both have
 */
public record SetScore(String bundle, String licence, PointCounts points, List<TaskScore> tasks) {
    public SetScore {
        tasks = List.copyOf(tasks);
    }
}
