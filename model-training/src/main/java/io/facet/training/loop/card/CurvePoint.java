package io.facet.training.loop.card;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One point of a run's curves.
 *
 * @param update number of the last update in it
 * @param rate learning rate
 * @param gradientNorm before clipping
 * @param losses parts of the loss by name
 */
public record CurvePoint(long update, double rate, double gradientNorm, Map<String, Double> losses) {
    public CurvePoint {
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
    }
}
