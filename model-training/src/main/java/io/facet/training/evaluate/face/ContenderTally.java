package io.facet.training.evaluate.face;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    private final Map<String, float[]> embeddings = new HashMap<>();
    private PointCounts points = PointCounts.NONE;

    ContenderTally(Set<EvaluationTask> tasks, TaskScorers.Settings settings) {
        this.tasks = tasks;
        this.settings = settings;
    }

    void add(SampleTruth truth, FacePrediction prediction) {
        points = points.plus(prediction.from());
        for (EvaluationTask task : tasks) {
            FaceValue predicted = prediction.values().get(task);
            if (predicted instanceof FaceValue.Embedding embedding) {
                embeddings.put(truth.key(), embedding.values());
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
        return !embeddings.isEmpty();
    }

    /** Compares pairs; those without an embedding on either side are left out. */
    void compare(List<PeoplePairs.Pair> pairs) {
        for (PeoplePairs.Pair pair : pairs) {
            float[] one = embeddings.get(pair.one());
            float[] other = embeddings.get(pair.other());
            if (one != null && other != null) {
                add(
                        EvaluationTask.IDENTITY,
                        new Judged(
                                PairKey.of(pair.one(), pair.other()),
                                null,
                                new FaceValue.Pair(pair.same(), pair.fold()),
                                new FaceValue.Number(Cosine.of(one, other))));
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
