package io.facet.domain.face;

import java.util.Locale;

/**
 * What a head does. Its {@link #key()} is the head's name in bundles, options, schemas and metrics; new ones are added at
 * the end, since results are listed in this order.
 */
public enum HeadTask {
    LANDMARKS,
    PARSING,
    ATTRIBUTES,
    AGE,
    GENDER,
    EXPRESSION,
    IDENTITY,
    /** Apparent group, for audits of fairness. */
    GROUP,
    /** How good the picture of the face is. */
    QUALITY;

    /** Lower-case name. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException listing the names there are
     */
    public static HeadTask ofKey(String key) {
        for (HeadTask task : values()) {
            if (task.key().equals(key)) {
                return task;
            }
        }
        throw new IllegalArgumentException("unknown head '%s', expected one of %s"
                .formatted(
                        key,
                        java.util.Arrays.stream(values()).map(HeadTask::key).toList()));
    }
}
