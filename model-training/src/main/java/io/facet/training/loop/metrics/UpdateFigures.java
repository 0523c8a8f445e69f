package io.facet.training.loop.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of one update, or means over several that follow each other.
 *
 * @param update number of the (last) update, from 1
 * @param epoch passes over the data so far
 * @param images seen so far by all processes
 * @param seconds spent training so far, over all sessions
 * @param rate learning rate before the groups' factors
 * @param gradientNorm global norm before clipping
 * @param losses the program's scalars by name, {@code loss} first; means over batches and processes
 * @param imagesPerSecond over this update, or these
 * @param skipped samples left out so far because they could not be read, all processes
 */
public record UpdateFigures(
        long update,
        double epoch,
        long images,
        double seconds,
        double rate,
        double gradientNorm,
        Map<String, Double> losses,
        double imagesPerSecond,
        long skipped) {
    public UpdateFigures {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
}
