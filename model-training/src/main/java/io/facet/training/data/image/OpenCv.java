package io.facet.training.data.image;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** OpenCV as this module uses it: on the calling thread, for the loader has threads of its own. */
public final class OpenCv {
    static {
        opencv_core.setNumThreads(0);
    }

    private OpenCv() {}

    /** Nothing but the settings above. */
    static void init() {
        // The class is initialised by now.
    }

    /**
     * Bytes in native memory, as OpenCV wants them; allocated here, freed by the open
     * {@link org.bytedeco.javacpp.PointerScope}.
     */
    public static Mat row(byte[] bytes) {
        return new Mat(1, bytes.length, opencv_core.CV_8UC1, new BytePointer(bytes));
    }

    /** Packed RGB; as {@link #row}. */
    public static Mat rgb(int width, int height, byte[] pixels) {
        return rgb(width, 0, height, pixels);
    }

    /** Some rows of packed RGB; as {@link #row}. */
    public static Mat rgb(int width, int firstRow, int rows, byte[] pixels) {
        int stride = 3 * width;
        BytePointer part = new BytePointer((long) stride * rows);
        part.put(pixels, firstRow * stride, rows * stride);
        return new Mat(rows, width, opencv_core.CV_8UC3, part);
    }

    /** The samples of a matrix whose rows follow one another without gaps. */
    public static byte[] bytes(Mat matrix) {
        byte[] bytes = new byte[Math.toIntExact(matrix.total() * matrix.elemSize())];
        matrix.data().get(bytes);
        return bytes;
    }
}
