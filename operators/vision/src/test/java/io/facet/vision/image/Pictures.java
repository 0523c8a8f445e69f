package io.facet.vision.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;

import io.facet.domain.video.YuvImage;
import io.facet.domain.video.YuvImage.Matrix;

/** Pictures for tests. */
final class Pictures {
    private Pictures() {}

    static BufferedImage flat(int width, int height, int rgb) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(rgb));
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        return image;
    }

    /** Luma noise without colour, full range. */
    static YuvImage grayNoise(int width, int height, long seed) {
        byte[] y = new byte[width * height];
        new Random(seed).nextBytes(y);
        return gray(width, height, y);
    }

    /** Luma without colour, full range. */
    static YuvImage gray(int width, int height, byte[] y) {
        byte[] chroma = new byte[((width + 1) / 2) * ((height + 1) / 2)];
        Arrays.fill(chroma, (byte) 128);
        return new YuvImage(width, height, y, chroma, chroma.clone(), Matrix.BT601, true);
    }
}
