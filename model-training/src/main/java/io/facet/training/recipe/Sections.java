package io.facet.training.recipe;

/** Defaults and checks that the sections of a recipe share. */
final class Sections {
    private Sections() {}

    static <T> T or(T given, T otherwise) {
        return given == null ? otherwise : given;
    }

    static void require(boolean holds, String key, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(key + ": expected " + expected + ", found " + found);
        }
    }

    static void require(String key, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("the recipe has no " + key);
        }
    }
}
