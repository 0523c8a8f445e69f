package io.facet.connectors.record;

import java.util.LinkedHashMap;
import java.util.Map;

/** The precision of numbers on the wire. Rounding is idempotent; what is not finite stays as it is. */
final class Decimals {
    private static final double COORDINATE = 1e3;
    private static final double FRACTION = 1e6;
    private static final double ROTATION = 1e9;

    private Decimals() {}

    /** Pixels and years: 3 decimals. */
    static double coordinate(double value) {
        return round(value, COORDINATE);
    }

    /** Scores, probabilities and components of embeddings: 6 decimals. */
    static double fraction(double value) {
        return round(value, FRACTION);
    }

    /** Scaled cosines and sines, which are multiplied by coordinates: 9 decimals. */
    static double rotation(double value) {
        return round(value, ROTATION);
    }

    /** Every value to 6 decimals, in the order of the map. */
    static Map<String, Double> fractions(Map<String, Double> values) {
        Map<String, Double> rounded = new LinkedHashMap<>();
        values.forEach((name, value) -> rounded.put(name, fraction(value)));
        return rounded;
    }

    private static double round(double value, double unit) {
        // Adding zero turns -0.0 into 0.0, which would be written differently.
        return Math.rint(value * unit) / unit + 0.0;
    }
}
