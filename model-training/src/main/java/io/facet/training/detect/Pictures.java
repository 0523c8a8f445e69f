package io.facet.training.detect;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

import io.facet.training.data.RgbImage;

/** Pictures in the forms that others want. */
final class Pictures {
    private Pictures() {}

    /** @param margin pixels of black about it */
    static BufferedImage buffered(RgbImage image, int margin) {
        int width = image.width() + 2 * margin;
        BufferedImage picture = new BufferedImage(width, image.height() + 2 * margin, BufferedImage.TYPE_INT_RGB);
        int[] target = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        byte[] pixels = image.pixels();
        for (int row = 0, at = 0; row < image.height(); row++) {
            int to = (row + margin) * width + margin;
            for (int column = 0; column < image.width(); column++, at += 3) {
                target[to + column] = (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | pixels[at + 2] & 0xFF;
            }
        }
        return picture;
    }
}
