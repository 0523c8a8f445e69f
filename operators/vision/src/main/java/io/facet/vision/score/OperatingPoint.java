package io.facet.vision.score;

import java.util.OptionalDouble;

/**
 * What a detector gets right at one threshold.
 *
 * @param threshold detections with at least this score count
 * @param truths faces that are there
 * @param hits of these, how many were found
 * @param falseAlarms detections where no face is
 */
public record OperatingPoint(double threshold, long truths, long hits, long falseAlarms) {

    /** Found faces of those there, in [0, 1]; empty where there is none. */
    public OptionalDouble recall() {
        return ratio(hits, truths);
    }

    /** Right detections of all, in [0, 1]; empty where nothing was detected. */
    public OptionalDouble precision() {
        return ratio(hits, hits + falseAlarms);
    }

    /** Harmonic mean of recall and precision; empty where nothing is there and nothing was detected. */
    public OptionalDouble f1() {
        return ratio(2 * hits, truths + hits + falseAlarms);
    }

    private static OptionalDouble ratio(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
