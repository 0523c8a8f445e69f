package io.facet.training.evaluate.task;

import java.util.Map;

import io.facet.training.data.FaceLabels;

/** Makes scorers. */
public final class TaskScorers {
    private TaskScorers() {}

    /**
     * What a scorer may have to know of the set and the bundle.
     *
     * @param masks in how many masks of the whole set each class is; empty where that is not known
     * @param leastMasks classes in more masks than that have a mean of their own
     * @param threshold score from which a detection counts as a face
     */
    public record Settings(Map<String, Integer> masks, int leastMasks, double threshold) {
        /** Masks were not counted; detections count from a score of one half. */
        public static final Settings DEFAULT = new Settings(Map.of(), 100, 0.5);
    }

    /** A scorer without faces. */
    public static TaskScorer of(EvaluationTask task, Settings settings) {
        return switch (task) {
            case LANDMARKS -> new LandmarkScorer();
            case PARSING -> new ParsingScorer(settings.masks(), settings.leastMasks());
            case AGE -> new AgeScorer();
            case QUALITY -> new NumberScorer(task);
            case GENDER -> new LabelScorer(task, FaceLabels.GENDERS);
            case GROUP -> new LabelScorer(task, FaceLabels.RACES);
            case EXPRESSION -> new LabelScorer(task, FaceLabels.EXPRESSIONS);
            case ATTRIBUTES -> new AttributeScorer();
            case IDENTITY -> new IdentityScorer();
            case DETECTION -> new DetectionScorer(settings.threshold());
        };
    }
}
