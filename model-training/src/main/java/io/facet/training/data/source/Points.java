package io.facet.training.data.source;

import java.util.Arrays;

import io.facet.training.data.UnreadableSampleException;

/** Landmarks as sets write them. */
public final class Points {
    /** Vector of left, top, width and height of a face, in pixels. */
    public static final String BOX = "box";

    /** Vector of 0 or 1 for each landmark. */
    public static final String VISIBLE = "visible";

    /** Vector of ten numbers, x and y in turn: the eyes' centres, the nose, the corners of the mouth, as landmarks are. */
    public static final String FIVE = "five";

    private Points() {}

    /**
     * What is in a {@code .pts} file: x and y on a line each, between braces, from (1, 1) as the centre of the first pixel.
     *
     * @param count number of points expected
     */
    public static float[] pts(String key, String text, int count) throws UnreadableSampleException {
        int from = text.indexOf('{') + 1;
        int to = text.indexOf('}');
        String[] fields = from < 1 || to < from
                ? new String[0]
                : Arrays.stream(text.substring(from, to).split("\\s+"))
                        .filter(field -> !field.isEmpty())
                        .toArray(String[]::new);
        if (fields.length != 2 * count) {
            throw new UnreadableSampleException(
                    key, "expected {, %d lines of x and y, }, found %d numbers".formatted(count, fields.length));
        }
        return Fields.points(key, fields, 0, count, Fields.FROM_ONE);
    }
}
