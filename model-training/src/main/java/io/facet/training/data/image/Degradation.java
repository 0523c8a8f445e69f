package io.facet.training.data.image;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** What bad cameras and long ways do to pictures, on square planes of samples. Stateless; any number of threads. */
public final class Degradation {
    private Degradation() {}

    /**
     * Blurs planes in place by a Gaussian, edges reflected.
     *
     * @param planes one after the other, each side² samples
     * @param sigma in pixels, above 0
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static void blur(float[] planes, int side, double sigma) {
        try (PointerScope scope = new PointerScope()) {
            for (int first = 0; first < planes.length; first += side * side) {
                Mat plane = plane(planes, first, side);
                Mat blurred = new Mat();
                opencv_imgproc.GaussianBlur(plane, blurred, new Size(0, 0), sigma);
                take(blurred, planes, first, side);
            }
        }
    }

    /**
     * Shrinks planes by area and enlarges them again bilinearly, in place.
     *
     * @param planes as for {@link #blur}
     * @param small side in between, in pixels
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    public static void shrink(float[] planes, int side, int small) {
        try (PointerScope scope = new PointerScope()) {
            for (int first = 0; first < planes.length; first += side * side) {
                Mat shrunk = new Mat();
                Mat enlarged = new Mat();
                Mat plane = plane(planes, first, side);
                opencv_imgproc.resize(plane, shrunk, new Size(small, small), 0, 0, opencv_imgproc.INTER_AREA);
                opencv_imgproc.resize(shrunk, enlarged, new Size(side, side), 0, 0, opencv_imgproc.INTER_LINEAR);
                take(enlarged, planes, first, side);
            }
        }
    }

    private static Mat plane(float[] planes, int first, int side) {
        OpenCv.init();
        FloatPointer samples = new FloatPointer((long) side * side);
        samples.put(planes, first, side * side);
        return new Mat(side, side, opencv_core.CV_32FC1, samples);
    }

    private static void take(Mat plane, float[] planes, int first, int side) {
        new FloatPointer(plane.data()).get(planes, first, side * side);
    }
}
