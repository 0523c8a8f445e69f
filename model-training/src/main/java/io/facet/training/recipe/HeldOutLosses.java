package io.facet.training.recipe;

import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.training.data.BatchSource;
import io.facet.training.engine.Learner;

/** Losses on the same few batches of held-out data each time. Used by one thread. */
final class HeldOutLosses {
    private final BatchSource source;
    private final int batches;

    HeldOutLosses(BatchSource source, int batches) {
        this.source = source;
        this.batches = batches;
    }

    /** Means over the batches, as {@code held-out loss} and so on. */
    Map<String, Double> of(Learner<?> learner) {
        Map<String, Double> sums = new LinkedHashMap<>();
        source.seek(0);
        try {
            for (int batch = 0; batch < batches; batch++) {
                learner.evaluate(source.next().tensors())
                        .forEach((name, value) -> sums.merge("held-out " + name, value / batches, Double::sum));
            }
        } catch (InterruptedException e) {
            // Somebody stops the run: the loop sees the mark and ends it in good order, without these scores.
            Thread.currentThread().interrupt();
            return Map.of();
        }
        return sums;
    }
}
