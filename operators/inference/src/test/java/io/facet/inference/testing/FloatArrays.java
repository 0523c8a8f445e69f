package io.facet.inference.testing;

/** Comparing long float arrays, which AssertJ does in quadratic time. */
public final class FloatArrays {
    private FloatArrays() {}

    /**
     * The largest difference between two arrays of one length.
     *
     * @throws IllegalArgumentException if their lengths differ
     */
    public static double largestDifference(float[] one, float[] other) {
        if (one.length != other.length) {
            throw new IllegalArgumentException("expected %d values, found %d".formatted(one.length, other.length));
        }
        double largest = 0;
        for (int i = 0; i < one.length; i++) {
            double difference = Math.abs((double) one[i] - other[i]);
            // Not a number differs from everything.
            largest = difference <= largest ? largest : difference;
        }
        return largest;
    }
}
