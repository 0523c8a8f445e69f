package io.facet.training.evaluate.face;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.facet.domain.UserError;
import io.facet.training.evaluate.file.PairKey;
import io.facet.training.evaluate.task.Cosine;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.training.evaluate.task.Judged;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.evaluate.task.TaskScorer;
import io.facet.training.evaluate.task.TaskScorers;

/** Gathers what one bundle says of one set. Used by one thread. */
final class ContenderTally {
    private final Set<EvaluationTask> tasks;
    private final TaskScorers.Settings settings;
    private final Map<EvaluationTask, TaskScorer> scorers = new EnumMap<>(EvaluationTask.class);
    private final Map<String, Photo> photos = new HashMap<>();
    private PointCounts points = PointCounts.NONE;

    /** What is kept of a picture until pairs are known; {@code group} may be null. */
    private record Photo(String group, float[] embedding) {
        /** The group that two pictures share; null where one has none or another one. */
        String groupWith(Photo other) {
            return Objects.equals(group, other.group) ? group : null;
        }
    }

    ContenderTally(Set<EvaluationTask> tasks, TaskScorers.Settings settings) {
        this.tasks = tasks;
        this.settings = settings;
    }

    void add(SampleTruth truth, FacePrediction prediction) {
        points = points.plus(prediction.from());
        for (EvaluationTask task : tasks) {
            FaceValue predicted = prediction.values().get(task);
            if (predicted instanceof FaceValue.Embedding embedding) {
                photos.put(truth.key(), new Photo(truth.group(), embedding.values()));
            } else if (predicted != null && truth.values().containsKey(task)) {
                add(task, new Judged(truth.key(), truth.group(), truth.values().get(task), predicted));
            }
        }
    }

    private void add(EvaluationTask task, Judged face) {
        try {
            scorers.computeIfAbsent(task, key -> TaskScorers.of(key, settings)).add(face);
        } catch (IllegalArgumentException e) {
            throw new UserError("task %s: %s".formatted(task.key(), e.getMessage()), e);
        }
    }

    /** Whether pairs can be compared. */
    boolean hasEmbeddings() {
        return !photos.isEmpty();
    }

    /**
     * Compares pairs; those without an embedding on either side are left out. A pair is of a group where both its pictures
     * are.
     */
    void compare(List<PeoplePairs.Pair> pairs) {
        for (PeoplePairs.Pair pair : pairs) {
            Photo one = photos.get(pair.one());
            Photo other = photos.get(pair.other());
            if (one != null && other != null) {
                add(
                        EvaluationTask.IDENTITY,
                        new Judged(
                                PairKey.of(pair.one(), pair.other()),
                                one.groupWith(other),
                                new FaceValue.Pair(pair.same(), pair.fold()),
                                new FaceValue.Number(Cosine.of(one.embedding(), other.embedding()))));
            }
        }
    }

    PointCounts points() {
        return points;
    }

    List<TaskScore> scores() {
        List<TaskScore> scores = new ArrayList<>();
        scorers.values().stream().filter(scorer -> scorer.faces() > 0).forEach(scorer -> scores.add(scorer.score()));
        return scores;
    }
}
