package io.facet.vision.image;

import java.awt.image.BufferedImage;

import io.facet.domain.video.YuvImage;
import io.facet.domain.video.YuvImage.Matrix;

/** Frames made of pictures: stills, training photographs, rendered test video. */
public final class YuvImages {
    /** ITU-R BT.601 to video range, 16 fraction bits: 219/255 and 224/255 of the full-range coefficients. */
    private static final int BITS = 16;

    private static final int Y_RED = 16829;
    private static final int Y_GREEN = 33039;
    private static final int Y_BLUE = 6416;
    private static final int U_RED = -9714;
    private static final int U_GREEN = -19070;
    private static final int U_BLUE = 28784;
    private static final int V_RED = 28784;
    private static final int V_GREEN = -24103;
    private static final int V_BLUE = -4681;

    /** Chroma is a sum of two rows of three pixels weighted 1-2-1, eight in all. */
    private static final int CHROMA_BITS = BITS + 3;

    private YuvImages() {}

    /**
     * A picture as a frame: ITU-R BT.601, video range. Chroma is averaged over the two rows and, weighted 1-2-1, over
     * the three columns around its place. Transparency is ignored.
     */
    public static YuvImage fromBufferedImage(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int chromaWidth = (width + 1) / 2;
        byte[] y = new byte[width * height];
        byte[] u = new byte[chromaWidth * ((height + 1) / 2)];
        byte[] v = new byte[u.length];
        int[] upper = new int[width];
        int[] lower = new int[width];
        for (int row = 0; row < height; row += 2) {
            image.getRGB(0, row, width, 1, upper, 0, width);
            luma(upper, y, row * width);
            if (row + 1 < height) {
                image.getRGB(0, row + 1, width, 1, lower, 0, width);
                luma(lower, y, (row + 1) * width);
            } else {
                System.arraycopy(upper, 0, lower, 0, width);
            }
            chroma(upper, lower, u, v, row / 2 * chromaWidth);
        }
        return new YuvImage(width, height, y, u, v, Matrix.BT601, false);
    }

    private static void luma(int[] pixels, byte[] y, int at) {
        int half = 1 << (BITS - 1);
        for (int x = 0; x < pixels.length; x++) {
            int sum = Y_RED * red(pixels[x]) + Y_GREEN * green(pixels[x]) + Y_BLUE * blue(pixels[x]);
            y[at + x] = (byte) (16 + (sum + half >> BITS));
        }
    }

    private static void chroma(int[] upper, int[] lower, byte[] u, byte[] v, int at) {
        int last = upper.length - 1;
        int half = 1 << (CHROMA_BITS - 1);
        for (int x = 0; x <= last; x += 2) {
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int tap = -1; tap <= 1; tap++) {
                int column = Math.max(0, Math.min(last, x + tap));
                int weight = tap == 0 ? 2 : 1;
                red += weight * (red(upper[column]) + red(lower[column]));
                green += weight * (green(upper[column]) + green(lower[column]));
                blue += weight * (blue(upper[column]) + blue(lower[column]));
            }
            u[at + x / 2] = (byte) (128 + (U_RED * red + U_GREEN * green + U_BLUE * blue + half >> CHROMA_BITS));
            v[at + x / 2] = (byte) (128 + (V_RED * red + V_GREEN * green + V_BLUE * blue + half >> CHROMA_BITS));
        }
    }

    private static int red(int pixel) {
        return pixel >> 16 & 0xFF;
    }

    private static int green(int pixel) {
        return pixel >> 8 & 0xFF;
    }

    private static int blue(int pixel) {
        return pixel & 0xFF;
    }
}
