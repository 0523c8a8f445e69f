package io.facet.training.evaluate.task;

/** How alike two embeddings are. */
public final class Cosine {
    private Cosine() {}

    /**
     * The cosine of the angle between them, in [−1, 1]; 0 where one has no length.
     *
     * @throws IllegalArgumentException if their dimensions differ
     */
    public static double of(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException(
                    "expected embeddings of one dimension, found %d and %d".formatted(one.length, other.length));
        }
        double dot = 0;
        double oneSquare = 0;
        double otherSquare = 0;
        for (int i = 0; i < one.length; i++) {
            dot += (double) one[i] * other[i];
            oneSquare += (double) one[i] * one[i];
            otherSquare += (double) other[i] * other[i];
        }
        double length = Math.sqrt(oneSquare * otherSquare);
        return length == 0 ? 0 : Math.max(-1, Math.min(1, dot / length));
    }
}
