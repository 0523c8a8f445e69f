package io.facet.training.attend;

import io.facet.training.data.RgbImage;

/** Paints a map of patches over a picture: blue where it is low, red where it is high, between patches bilinearly. */
final class AttentionPicture {
    private static final double OVER = 0.5;

    private AttentionPicture() {}

    /** @param image square: what the encoder saw */
    static RgbImage of(RgbImage image, TextAttention attention) {
        byte[] pixels = image.pixels().clone();
        for (int y = 0, at = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++, at += 3) {
                double value = value(
                        attention,
                        (x + 0.5) / image.width() * attention.grid() - 0.5,
                        (y + 0.5) / image.height() * attention.grid() - 0.5);
                blend(pixels, at, red(value));
                blend(pixels, at + 1, green(value));
                blend(pixels, at + 2, blue(value));
            }
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    private static double value(TextAttention attention, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double across = x - left;
        double down = y - top;
        return (1 - down) * ((1 - across) * patch(attention, left, top) + across * patch(attention, left + 1, top))
                + down
                        * ((1 - across) * patch(attention, left, top + 1)
                                + across * patch(attention, left + 1, top + 1));
    }

    private static double patch(TextAttention attention, int column, int row) {
        int last = attention.grid() - 1;
        int x = Math.max(0, Math.min(last, column));
        int y = Math.max(0, Math.min(last, row));
        return attention.weights()[y * attention.grid() + x];
    }

    private static void blend(byte[] pixels, int at, double colour) {
        pixels[at] = (byte) Math.round((1 - OVER) * (pixels[at] & 0xFF) + OVER * 255 * colour);
    }

    /** The usual rainbow: blue, cyan, green, yellow, red. */
    private static double red(double value) {
        return ramp(value - 0.75);
    }

    private static double green(double value) {
        return ramp(value - 0.5);
    }

    private static double blue(double value) {
        return ramp(value - 0.25);
    }

    private static double ramp(double offset) {
        return Math.max(0, Math.min(1, 1.5 - Math.abs(4 * offset)));
    }
}
