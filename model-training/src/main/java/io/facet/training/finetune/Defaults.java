package io.facet.training.finetune;

import io.facet.domain.UserError;

/** Defaults and checks that tasks share. */
final class Defaults {
    private Defaults() {}

    static <V> V or(V given, V otherwise) {
        return given == null ? otherwise : given;
    }

    /** A weight that is 1 where none is given. */
    static Double weight(String head, Double weight) {
        require(head != null, "head", "the name of a head", null);
        require(weight == null || weight >= 0 && Double.isFinite(weight), "weight", "0 or more", weight);
        return or(weight, 1.0);
    }

    /** Refuses what a set says of a face: whoever chose set and recipe can put it right. */
    static void requireLabel(boolean holds, String face, String expected, Object found) {
        if (!holds) {
            throw new UserError(face + ": expected " + expected + ", found " + found);
        }
    }

    static void require(boolean holds, String key, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": expected " + expected + ", found " + found);
        }
    }
}
