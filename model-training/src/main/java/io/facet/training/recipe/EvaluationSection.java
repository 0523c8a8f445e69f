package io.facet.training.recipe;

/**
 * Losses on the part of the data that is held out, while a run goes on. Asks for data sets with {@code split: train}.
 *
 * @param everyUpdates default 200; 0 for never
 * @param batches of the held-out part that are looked at, the same each time; default 4
 */
public record EvaluationSection(Long everyUpdates, Integer batches) {
    public EvaluationSection {
        everyUpdates = Sections.or(everyUpdates, 200L);
        batches = Sections.or(batches, 4);
        if (everyUpdates < 0 || batches < 1) {
            throw new IllegalArgumentException(
                    "evaluation: expected everyUpdates of 0 or more and batches of 1 or more," + " found "
                            + everyUpdates + " and " + batches);
        }
    }
}
