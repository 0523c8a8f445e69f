package io.facet.training.evaluate.task;

/**
 * One face (or pair, or picture) with what is true of it and what was predicted.
 *
 * @param key names it
 * @param group of the person, or of all persons, as annotators named it; null where it is unknown
 * @param truth what is true
 * @param predicted what was predicted
 */
public record Judged(String key, String group, FaceValue truth, FaceValue predicted) {

    <T extends FaceValue> T truth(Class<T> type) {
        return require("truth", truth, type);
    }

    <T extends FaceValue> T predicted(Class<T> type) {
        return require("prediction", predicted, type);
    }

    private <T extends FaceValue> T require(String side, FaceValue value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("face %s: expected a %s of %s, found %s"
                    .formatted(key, side, type.getSimpleName(), value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }
}
