package io.facet.vision.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.video.YuvImage;

/** Pictures for people: reports, annotated video. {@link BufferedImage#TYPE_INT_RGB}, sRGB samples as they were coded. */
public final class RgbImages {
    private RgbImages() {}

    /** The whole frame; the chroma sample of each 2x2 block serves its four pixels. */
    public static BufferedImage toBufferedImage(YuvImage image) {
        BufferedImage result = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(result);
        YuvToRgb colors = YuvToRgb.of(image);
        int chromaWidth = (image.width() + 1) / 2;
        for (int row = 0, at = 0; row < image.height(); row++) {
            int chroma = row / 2 * chromaWidth;
            for (int column = 0; column < image.width(); column++, at++) {
                int c = chroma + column / 2;
                pixels[at] = colors.rgb(image.y()[at] & 0xFF, image.u()[c] & 0xFF, image.v()[c] & 0xFF);
            }
        }
        return result;
    }

    /** The crop as it is. */
    public static BufferedImage toBufferedImage(AlignedCrop crop) {
        BufferedImage result = new BufferedImage(crop.size(), crop.size(), BufferedImage.TYPE_INT_RGB);
        int[] pixels = pixels(result);
        byte[] rgb = crop.rgb();
        int plane = pixels.length;
        for (int at = 0; at < plane; at++) {
            pixels[at] = (rgb[at] & 0xFF) << 16 | (rgb[plane + at] & 0xFF) << 8 | rgb[2 * plane + at] & 0xFF;
        }
        return result;
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
