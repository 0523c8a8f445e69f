package io.facet.training.data.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

import io.facet.training.data.ClassMap;
import io.facet.training.data.RgbImage;

/** Encodes pictures by OpenCV. Stateless; any number of threads. Native memory lives within a call. */
public final class ImageEncoder {
    private ImageEncoder() {}

    /**
     * A baseline JPEG.
     *
     * @param quality 1 to 100
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static byte[] jpeg(RgbImage image, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("quality must be in [1, 100], got " + quality);
        }
        try (PointerScope scope = new PointerScope()) {
            return encode(".jpg", image, new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, quality));
        }
    }

    /** A PNG: the same pixels again when decoded. */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static byte[] png(RgbImage image) {
        try (PointerScope scope = new PointerScope()) {
            return encode(".png", image, new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3));
        }
    }

    /** A PNG of one channel: the class of each pixel. */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static byte[] png(ClassMap map) {
        try (PointerScope scope = new PointerScope()) {
            Mat classes = OpenCv.row(map.classes()).reshape(1, map.height());
            return write(".png", classes, new IntPointer(opencv_imgcodecs.IMWRITE_PNG_COMPRESSION, 3));
        }
    }

    private static byte[] encode(String extension, RgbImage image, IntPointer options) {
        Mat bgr = new Mat();
        opencv_imgproc.cvtColor(
                OpenCv.rgb(image.width(), image.height(), image.pixels()), bgr, opencv_imgproc.COLOR_RGB2BGR);
        return write(extension, bgr, options);
    }

    private static byte[] write(String extension, Mat image, IntPointer options) {
        BytePointer out = new BytePointer();
        if (!opencv_imgcodecs.imencode(extension, image, out, options)) {
            throw new IllegalStateException(
                    "a picture of %dx%d could not be encoded as %s".formatted(image.cols(), image.rows(), extension));
        }
        byte[] file = new byte[Math.toIntExact(out.limit())];
        out.get(file);
        return file;
    }
}
