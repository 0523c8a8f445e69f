package io.facet.jobs.demo;

/**
 * A number that changes over time, straight from knot to knot and steady before the first and behind the last.
 *
 * @param knots time and value in turn, times in seconds of the scene and rising
 */
record Curve(double... knots) {
    Curve {
        if (knots.length < 2 || knots.length % 2 != 0) {
            throw new IllegalArgumentException("expected pairs of time and value, found " + knots.length + " numbers");
        }
    }

    /** The same at all times. */
    static Curve steady(double value) {
        return new Curve(0, value);
    }

    double at(double seconds) {
        int last = knots.length - 2;
        if (seconds <= knots[0]) {
            return knots[1];
        }
        for (int i = 0; i < last; i += 2) {
            if (seconds < knots[i + 2]) {
                double share = (seconds - knots[i]) / (knots[i + 2] - knots[i]);
                return knots[i + 1] + share * (knots[i + 3] - knots[i + 1]);
            }
        }
        return knots[last + 1];
    }
}
