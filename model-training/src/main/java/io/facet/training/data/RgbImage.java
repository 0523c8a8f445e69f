package io.facet.training.data;

/**
 * A decoded picture.
 *
 * @param width in pixels
 * @param height in pixels
 * @param pixels packed RGB, 3 bytes a pixel, rows from the top; not copied
 */
public record RgbImage(int width, int height, byte[] pixels) {
    public RgbImage {
        if (width < 1 || height < 1 || pixels.length != 3L * width * height) {
            throw new IllegalArgumentException("an RGB image of " + width + "x" + height + " has " + 3L * width * height
                    + " bytes, found " + pixels.length);
        }
    }
}
