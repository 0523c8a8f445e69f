package io.facet.training.weights;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object of a Python class that means nothing here, {@code argparse.Namespace} or a scripted module: its class's name
 * and its attributes. Nothing of the class is looked up, nothing is called.
 *
 * @param attributes filled while the pickle is read
 */
record PickledObject(String type, Map<String, Object> attributes) {
    PickledObject(String type) {
        this(type, new LinkedHashMap<>());
    }

    /** What {@code __setstate__} would have been given: a dictionary, or anything else under {@code state}. */
    void setState(Object state) {
        if (state instanceof Map<?, ?> map) {
            map.forEach((name, value) -> attributes.put(String.valueOf(name), value));
        } else {
            attributes.put("state", state);
        }
    }

    /** Objects may hold each other in circles: two are equal only if they are the same. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return type;
    }
}
