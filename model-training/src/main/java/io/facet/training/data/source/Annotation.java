package io.facet.training.data.source;

import java.util.List;
import java.util.Map;

/**
 * What is known of a picture.
 *
 * @param captions texts that describe it
 * @param labels numbers by name, see {@link io.facet.training.data.FaceLabels}
 */
public record Annotation(List<String> captions, Map<String, Double> labels) {
    /** Nothing is known. */
    public static final Annotation NONE = new Annotation(List.of(), Map.of());

    public Annotation {
        captions = captions == null ? List.of() : List.copyOf(captions);
        labels = labels == null ? Map.of() : Map.copyOf(labels);
    }

    static Annotation labels(Map<String, Double> labels) {
        return new Annotation(List.of(), labels);
    }

    /** This, and the other where this says nothing. */
    Annotation or(Annotation other) {
        return new Annotation(captions.isEmpty() ? other.captions : captions, labels.isEmpty() ? other.labels : labels);
    }
}
