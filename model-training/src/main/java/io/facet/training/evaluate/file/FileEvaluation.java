package io.facet.training.evaluate.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.evaluate.task.Cosine;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.training.evaluate.task.FaceValue;
import io.facet.training.evaluate.task.Judged;
import io.facet.training.evaluate.task.TaskScore;
import io.facet.training.evaluate.task.TaskScorer;
import io.facet.training.evaluate.task.TaskScorers;

/** Scores a file of predictions against a file of truths: the metric alone. */
public final class FileEvaluation {
    private static final int NAMED = 5;

    private final EvaluationTask task;
    private final TaskScorers.Settings settings;

    /** @param settings what the scorer has to know */
    public FileEvaluation(EvaluationTask task, TaskScorers.Settings settings) {
        this.task = task;
        this.settings = settings;
    }

    /**
     * @throws UserError if a file cannot be read, a line is not as documented, or a key is on one side only
     */
    public TaskScore score(Path truthFile, Path predictionFile) {
        RecordFile truth = RecordFile.read(truthFile, task, true);
        RecordFile predicted = RecordFile.read(predictionFile, task, false);
        boolean embeddings =
                predicted.records().values().stream().anyMatch(record -> record.value() instanceof FaceValue.Embedding);
        Map<String, FaceRecord> answers = embeddings ? similarities(truth, predicted) : predicted.records();
        if (!embeddings) {
            requireSameKeys(truth, predicted);
        }
        TaskScorer scorer = TaskScorers.of(task, settings);
        for (FaceRecord face : truth.records().values()) {
            add(scorer, face, answers.get(face.key()), predictionFile);
        }
        return scorer.score();
    }

    private static void add(TaskScorer scorer, FaceRecord truth, FaceRecord predicted, Path predictionFile) {
        try {
            scorer.add(new Judged(truth.key(), truth.group(), truth.value(), predicted.value()));
        } catch (IllegalArgumentException e) {
            throw new UserError("%s: key '%s': %s".formatted(predictionFile, truth.key(), e.getMessage()), e);
        }
    }

    private static void requireSameKeys(RecordFile truth, RecordFile predicted) {
        List<String> faults = new ArrayList<>();
        missing(truth, predicted).ifPresent(faults::add);
        missing(predicted, truth).ifPresent(faults::add);
        if (!faults.isEmpty()) {
            throw new UserError("expected the same keys in both files, found " + String.join("; ", faults));
        }
    }

    private static Optional<String> missing(RecordFile from, RecordFile in) {
        List<String> missing = from.records().keySet().stream()
                .filter(key -> !in.records().containsKey(key))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of("%d of the %d keys of %s missing in %s: %s%s"
                .formatted(
                        missing.size(),
                        from.records().size(),
                        from.path(),
                        in.path(),
                        String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                        missing.size() > NAMED ? ", …" : ""));
    }

    /** The cosine of each pair's embeddings. */
    private static Map<String, FaceRecord> similarities(RecordFile truth, RecordFile predicted) {
        Map<String, FaceRecord> similarities = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String pair : truth.records().keySet()) {
            String[] keys = PairKey.parts(pair);
            for (String key : keys) {
                if (!predicted.records().containsKey(key) && !missing.contains(key)) {
                    missing.add(key);
                }
            }
            if (missing.isEmpty()) {
                similarities.put(
                        pair,
                        new FaceRecord(
                                pair,
                                null,
                                new FaceValue.Number(
                                        Cosine.of(embedding(predicted, keys[0]), embedding(predicted, keys[1])))));
            }
        }
        if (!missing.isEmpty()) {
            throw new UserError("%s: expected an embedding of each picture in the pairs of %s, found none of %d: %s%s"
                    .formatted(
                            predicted.path(),
                            truth.path(),
                            missing.size(),
                            String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                            missing.size() > NAMED ? ", …" : ""));
        }
        return similarities;
    }

    private static float[] embedding(RecordFile file, String key) {
        if (file.records().get(key).value() instanceof FaceValue.Embedding embedding) {
            return embedding.values();
        }
        throw new UserError("%s: key '%s': expected an embedding as the others have".formatted(file.path(), key));
    }
}
