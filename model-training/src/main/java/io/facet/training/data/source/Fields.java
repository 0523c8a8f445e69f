package io.facet.training.data.source;

import io.facet.training.data.UnreadableSampleException;

/** Numbers out of the tables of sets. What is none makes its sample unreadable, by name. */
public final class Fields {
    /** Sets that count pixels from 1, at their centres; subtracted, this gives the coordinates of {@link io.facet.training.data.Targets}. */
    public static final double FROM_ONE = 0.5;

    /** Sets that count pixels from 0, at their centres; as {@link #FROM_ONE}. */
    public static final double FROM_ZERO = -0.5;

    private Fields() {}

    /** A whole number within bounds, both included. */
    public static int whole(String key, String label, String text, int least, int most)
            throws UnreadableSampleException {
        if (text.matches("-?\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw new UnreadableSampleException(
                key,
                "expected %s in %d to %d, found %s".formatted(label, least, most, text.isEmpty() ? "nothing" : text));
    }

    /** A finite number. */
    public static double number(String key, String label, String text) throws UnreadableSampleException {
        try {
            double number = Double.parseDouble(text);
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UnreadableSampleException(key, "expected a number for %s, found %s".formatted(label, text), e);
        }
        throw new UnreadableSampleException(key, "expected a finite number for %s, found %s".formatted(label, text));
    }

    /**
     * Landmarks out of fields, x and y in turn.
     *
     * @param from number of the first field
     * @param points how many points
     * @param origin {@link #FROM_ONE} or {@link #FROM_ZERO}
     */
    public static float[] points(String key, String[] fields, int from, int points, double origin)
            throws UnreadableSampleException {
        float[] result = new float[2 * points];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) (number(key, "landmarks", fields[from + i]) - origin);
        }
        return result;
    }
}
