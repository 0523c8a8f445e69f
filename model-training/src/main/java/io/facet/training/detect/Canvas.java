package io.facet.training.detect;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

import io.facet.domain.face.Point;
import io.facet.training.data.RgbImage;
import io.facet.training.data.image.OpenCv;

/** A square of packed RGB that pictures are laid onto. Used by one thread; native memory lives within a call. */
final class Canvas {
    private static final int OPAQUE = 256;

    private final int side;
    private final byte[] pixels;

    Canvas(int side) {
        this.side = side;
        this.pixels = new byte[3 * side * side];
    }

    int side() {
        return side;
    }

    /** Packed RGB; to be written to. */
    byte[] pixels() {
        return pixels;
    }

    /** Covers all with a picture, smoothly enlarged. */
    @SuppressWarnings("try") // the scope frees what is made within it
    void paint(RgbImage picture) {
        try (PointerScope scope = new PointerScope()) {
            Mat result = new Mat();
            opencv_imgproc.resize(
                    OpenCv.rgb(picture.width(), picture.height(), picture.pixels()), result, new Size(side, side));
            System.arraycopy(OpenCv.bytes(result), 0, pixels, 0, pixels.length);
        }
    }

    /** Says how much of a picture is seen at a place of the picture, 0 to 1. */
    @FunctionalInterface
    interface Opacity {
        double at(double x, double y);
    }

    /**
     * Lays a picture into a cell: what reaches beyond the cell is cut off.
     *
     * @param opacity where the picture has pixels; where it has none, those of its edge go on if it fills the cell, else the
     *     canvas stays as it is
     * @param tones what becomes of each sample, by channel
     */
    @SuppressWarnings("try") // the scope frees what is made within it
    void lay(RgbImage picture, Placement placement, SceneCell cell, Opacity opacity, boolean fills, byte[][] tones) {
        try (PointerScope scope = new PointerScope()) {
            byte[] laid = warped(picture, placement, cell);
            double[] step = steps(placement);
            for (int row = 0; row < cell.height(); row++) {
                Point at = placement.invert(cell.left() + 0.5, cell.top() + row + 0.5);
                double x = at.x();
                double y = at.y();
                for (int column = 0; column < cell.width(); column++, x += step[0], y += step[1]) {
                    if (!fills && outside(picture, x, y)) {
                        continue;
                    }
                    blend(
                            3 * ((cell.top() + row) * side + cell.left() + column),
                            laid,
                            3 * (row * cell.width() + column),
                            opacity.at(x, y),
                            tones);
                }
            }
        }
    }

    private static boolean outside(RgbImage picture, double x, double y) {
        return x < 0 || y < 0 || x >= picture.width() || y >= picture.height();
    }

    private void blend(int to, byte[] from, int at, double opacity, byte[][] tones) {
        if (opacity <= 0) {
            return;
        }
        int share = (int) (opacity * OPAQUE);
        for (int channel = 0; channel < 3; channel++) {
            int above = tones[channel][from[at + channel] & 0xFF] & 0xFF;
            int below = pixels[to + channel] & 0xFF;
            pixels[to + channel] = (byte) (below + Math.floorDiv((above - below) * share + OPAQUE / 2, OPAQUE));
        }
    }

    /** How far a step to the right on the canvas goes in the picture. */
    private static double[] steps(Placement placement) {
        Point from = placement.invert(0, 0);
        Point to = placement.invert(1, 0);
        return new double[] {to.x() - from.x(), to.y() - from.y()};
    }

    /** The cell's pixels. Shrunk by area first: a warp alone would skip pixels. */
    private static byte[] warped(RgbImage picture, Placement placement, SceneCell cell) {
        Part part = Part.seen(picture, placement, cell);
        if (part.width < 1 || part.height < 1) {
            return new byte[3 * cell.width() * cell.height()];
        }
        Mat rows = OpenCv.rgb(picture.width(), part.top, part.height, picture.pixels());
        Mat source = new Mat(rows, new Rect(part.left, 0, part.width, part.height));
        double shrinkX = 1;
        double shrinkY = 1;
        if (placement.scale() < 1) {
            Size size = new Size((int) Math.max(1, Math.round(part.width * placement.scale())), (int)
                    Math.max(1, Math.round(part.height * placement.scale())));
            shrinkX = (double) part.width / size.width();
            shrinkY = (double) part.height / size.height();
            Mat small = new Mat();
            opencv_imgproc.resize(source, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            source = small;
        }
        double[] m = placement.matrix();
        // OpenCV's pixels have their centres at whole numbers, ours at halves.
        double halfX = part.left + 0.5 * shrinkX;
        double halfY = part.top + 0.5 * shrinkY;
        double[] shifted = {
            m[0] * shrinkX,
            m[1] * shrinkY,
            m[0] * halfX + m[1] * halfY + m[2] - 0.5 - cell.left(),
            m[3] * shrinkX,
            m[4] * shrinkY,
            m[3] * halfX + m[4] * halfY + m[5] - 0.5 - cell.top()
        };
        Mat matrix = new Mat(2, 3, opencv_core.CV_64FC1, new DoublePointer(shifted));
        Mat result = new Mat();
        opencv_imgproc.warpAffine(
                source,
                result,
                matrix,
                new Size(cell.width(), cell.height()),
                opencv_imgproc.INTER_LINEAR,
                opencv_core.BORDER_REPLICATE,
                new Scalar());
        return OpenCv.bytes(result);
    }

    /** The part of a picture that a cell shows, in whole pixels. */
    private record Part(int left, int top, int width, int height) {
        private static final double MARGIN = 2;

        static Part seen(RgbImage picture, Placement placement, SceneCell cell) {
            double left = Double.POSITIVE_INFINITY;
            double top = Double.POSITIVE_INFINITY;
            double right = Double.NEGATIVE_INFINITY;
            double bottom = Double.NEGATIVE_INFINITY;
            for (int corner = 0; corner < 4; corner++) {
                Point at = placement.invert(
                        cell.left() + (corner % 2) * cell.width(), cell.top() + (corner / 2) * cell.height());
                left = Math.min(left, at.x());
                right = Math.max(right, at.x());
                top = Math.min(top, at.y());
                bottom = Math.max(bottom, at.y());
            }
            double margin = MARGIN / Math.min(1, placement.scale());
            int x = (int) Math.floor(Math.max(0, left - margin));
            int y = (int) Math.floor(Math.max(0, top - margin));
            int endX = (int) Math.ceil(Math.min(picture.width(), right + margin));
            int endY = (int) Math.ceil(Math.min(picture.height(), bottom + margin));
            return new Part(x, y, endX - x, endY - y);
        }
    }
}
