package io.facet.training.data;

/**
 * The class of each pixel of a picture, or of what is shown around a face.
 *
 * @param width in pixels
 * @param height in pixels
 * @param labels number of classes; each pixel holds one of them, from 0, or {@link #UNKNOWN}
 * @param classes one byte a pixel, rows from the top; not copied
 */
public record ClassMap(int width, int height, int labels, byte[] classes) {
    /** Of a pixel that nothing is known of: outside the annotated picture. As a number, 255. */
    public static final byte UNKNOWN = (byte) 255;

    public ClassMap {
        if (width < 1 || height < 1 || classes.length != (long) width * height) {
            throw new IllegalArgumentException("a class map of %dx%d has %d bytes, found %d"
                    .formatted(width, height, (long) width * height, classes.length));
        }
        if (labels < 1 || labels > 255) {
            throw new IllegalArgumentException("a class map has 1 to 255 classes, found " + labels);
        }
    }

    /** A square map. */
    public ClassMap(int side, int labels, byte[] classes) {
        this(side, side, labels, classes);
    }

    /** Side of a square map in pixels. */
    public int side() {
        if (width != height) {
            throw new IllegalStateException("expected a square class map, found %dx%d".formatted(width, height));
        }
        return width;
    }

    /** The class of a pixel, or 255 where it is unknown. */
    public int at(int x, int y) {
        return classes[y * width + x] & 0xFF;
    }
}
