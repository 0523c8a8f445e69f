package io.facet.training.data.image;

import java.util.Optional;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

import io.facet.training.data.ClassMap;
import io.facet.training.data.RgbImage;
import io.facet.training.data.UnreadableSampleException;

/**
 * Decodes JPEG, PNG, WebP and BMP by OpenCV. Grey and CMYK become RGB, 16 bits become 8, transparency is dropped, the
 * orientation written by the camera (EXIF) is applied.
 *
 * <p>Refused: what is no such picture, what is cut short (rather than given half grey), and more than
 * {@link #MAX_PIXELS} by the file's own header, before anything is decoded.
 *
 * <p>Stateless; any number of threads. Native memory lives within a call.
 */
public final class ImageDecoder {
    /** The largest picture that is decoded: 64 megapixels. */
    public static final long MAX_PIXELS = 64_000_000;

    private ImageDecoder() {}

    /**
     * Decodes a picture.
     *
     * @param key names it in the refusal
     * @param file the whole file
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static RgbImage decode(String key, byte[] file) throws UnreadableSampleException {
        requireSaneHeader(key, file);
        try (PointerScope scope = new PointerScope()) {
            Mat image = read(key, file, opencv_imgcodecs.IMREAD_COLOR_RGB);
            return new RgbImage(image.cols(), image.rows(), OpenCv.bytes(image));
        }
    }

    /**
     * Decodes one channel of 8 bits whose samples are class numbers; 255 is {@link ClassMap#UNKNOWN}.
     *
     * @param labels number of classes; other numbers are refused
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static ClassMap decodeClasses(String key, byte[] file, int labels) throws UnreadableSampleException {
        requireSaneHeader(key, file);
        try (PointerScope scope = new PointerScope()) {
            Mat image = read(key, file, opencv_imgcodecs.IMREAD_GRAYSCALE);
            byte[] classes = OpenCv.bytes(image);
            for (byte number : classes) {
                if ((number & 0xFF) >= labels && number != ClassMap.UNKNOWN) {
                    throw new UnreadableSampleException(
                            key, "expected mask classes 0 to %d, found %d".formatted(labels - 1, number & 0xFF));
                }
            }
            return new ClassMap(image.cols(), image.rows(), labels, classes);
        }
    }

    private static void requireSaneHeader(String key, byte[] file) throws UnreadableSampleException {
        Optional<ImageHeader> header = ImageHeader.read(file);
        if (header.isEmpty()) {
            throw new UnreadableSampleException(
                    key,
                    "expected a JPEG, PNG, WebP or BMP picture, found " + file.length + " bytes of something else");
        }
        if (header.get().pixels() > MAX_PIXELS) {
            throw new UnreadableSampleException(
                    key,
                    "expected at most %d pixels, found %dx%d"
                            .formatted(
                                    MAX_PIXELS,
                                    header.get().width(),
                                    header.get().height()));
        }
    }

    private static Mat read(String key, byte[] file, int flags) throws UnreadableSampleException {
        Mat image;
        try {
            image = opencv_imgcodecs.imdecode(OpenCv.row(file), flags);
        } catch (RuntimeException e) {
            // OpenCV reports what it does not support, and what it checks, by C++ exceptions.
            throw new UnreadableSampleException(key, "cannot be decoded: " + firstLine(e), e);
        }
        if (image.empty()) {
            throw new UnreadableSampleException(key, "cannot be decoded: damaged or cut short");
        }
        return image;
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("no reason given");
    }
}
