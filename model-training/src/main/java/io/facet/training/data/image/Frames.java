package io.facet.training.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.video.YuvImage;
import io.facet.training.data.RgbImage;
import io.facet.vision.image.YuvImages;

/** Between stored pictures and what the serving modules read and give. Stateless; any number of threads. */
public final class Frames {
    private Frames() {}

    /** A picture as a frame of video, which detector and aligner read. */
    public static YuvImage of(RgbImage image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int[] target = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
        byte[] pixels = image.pixels();
        for (int i = 0, at = 0; i < target.length; i++, at += 3) {
            target[i] = (pixels[at] & 0xFF) << 16 | (pixels[at + 1] & 0xFF) << 8 | pixels[at + 2] & 0xFF;
        }
        return YuvImages.fromBufferedImage(picture);
    }

    /** A crop as a picture. */
    public static RgbImage picture(AlignedCrop crop) {
        int plane = crop.size() * crop.size();
        byte[] planar = crop.rgb();
        byte[] packed = new byte[planar.length];
        for (int i = 0; i < plane; i++) {
            packed[3 * i] = planar[i];
            packed[3 * i + 1] = planar[i + plane];
            packed[3 * i + 2] = planar[i + 2 * plane];
        }
        return new RgbImage(crop.size(), crop.size(), packed);
    }

    /**
     * A picture shrunk or enlarged to a longest side, in the middle of a square of mid grey. A point {@code p} of the
     * result was {@code (p - left) · width / placed width} in the picture; see {@link Placed}.
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static Placed placed(RgbImage image, int longest, int side) {
        double scale = longest / (double) Math.max(image.width(), image.height());
        int width = (int) Math.max(1, Math.round(image.width() * scale));
        int height = (int) Math.max(1, Math.round(image.height() * scale));
        int left = (side - width) / 2;
        int top = (side - height) / 2;
        try (PointerScope scope = new PointerScope()) {
            Mat canvas = new Mat(side, side, opencv_core.CV_8UC3, new Scalar(128, 128, 128, 0));
            Mat place = new Mat(canvas, new Rect(left, top, width, height));
            int by = scale < 1 ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR;
            opencv_imgproc.resize(
                    OpenCv.rgb(image.width(), image.height(), image.pixels()),
                    place,
                    new Size(width, height),
                    0,
                    0,
                    by);
            return new Placed(
                    new RgbImage(side, side, OpenCv.bytes(canvas)),
                    left,
                    top,
                    image.width() / (double) width,
                    image.height() / (double) height);
        }
    }

    /**
     * A picture in a larger one.
     *
     * @param image the larger one
     * @param left column where the picture begins
     * @param top row where the picture begins
     * @param scaleX pixels of the picture to one of the larger one, across
     * @param scaleY the same, down
     */
    public record Placed(RgbImage image, int left, int top, double scaleX, double scaleY) {}
}
