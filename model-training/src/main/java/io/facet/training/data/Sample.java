package io.facet.training.data;

import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * One decoded training sample.
 *
 * @param key names it for people: file, shard and entry, or row
 * @param image the picture as stored
 * @param captions texts that describe it; empty where there are none
 * @param labels numbers by name (age, gender, class index, ...); empty where there are none
 * @param targets points, masks and vectors; {@link Targets#NONE} where there are none
 */
public record Sample(String key, RgbImage image, List<String> captions, Map<String, Double> labels, Targets targets) {
    public Sample {
        captions = List.copyOf(captions);
        labels = Map.copyOf(labels);
        requireNonNull(targets, "targets is null");
    }

    /** Without targets. */
    public Sample(String key, RgbImage image, List<String> captions, Map<String, Double> labels) {
        this(key, image, captions, labels, Targets.NONE);
    }
}
