package io.facet.training.data;

import java.util.List;
import java.util.Map;

/**
 * One decoded training sample.
 *
 * @param key names it for people: file, shard and entry, or row
 * @param image the picture as stored
 * @param captions texts that describe it; empty where there are none
 * @param labels numbers by name (age, gender, class index, ...); empty where there are none
 */
public record Sample(String key, RgbImage image, List<String> captions, Map<String, Double> labels) {
    public Sample {
        captions = List.copyOf(captions);
        labels = Map.copyOf(labels);
    }
}
