package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Names of classes as a set and a bundle write them: case does not count, and a few sets and networks use other words for the
 * same expression.
 */
final class ClassNames {
    private static final Map<String, String> SYNONYMS = Map.of(
            "anger", "angry",
            "disgusted", "disgust",
            "fearful", "fear",
            "happiness", "happy",
            "sadness", "sad",
            "surprised", "surprise",
            "woman", "female",
            "man", "male");

    private final List<String> names;

    ClassNames(List<String> names) {
        this.names = new ArrayList<>(names);
    }

    /** The name under which a class is known; a new one is kept as it is. */
    String known(String name) {
        for (String known : names) {
            if (normal(known).equals(normal(name))) {
                return known;
            }
        }
        names.add(name);
        return name;
    }

    /** All names so far. */
    List<String> all() {
        return List.copyOf(names);
    }

    static String normal(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        return SYNONYMS.getOrDefault(lower, lower);
    }
}
