package io.facet.vision.align;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.vision.image.YuvToRgb;

/** The planes of one frame at the scale of one crop. */
final class CropSampling {
    /** Samples around the sampled area that interpolation may touch. */
    private static final int MARGIN = 2;

    private final YuvImage image;
    private final CropTransform transform;
    private final int size;
    private final YuvToRgb colors;
    private final SampledPlane luma;
    private final SampledPlane blueDifference;
    private final SampledPlane redDifference;

    CropSampling(YuvImage image, CropTransform transform, int size) {
        this.image = image;
        this.transform = transform;
        this.size = size;
        this.colors = YuvToRgb.of(image);
        int width = image.width();
        int height = image.height();
        int chromaWidth = (width + 1) / 2;
        int chromaHeight = (height + 1) / 2;
        int factor = shrinkFactor(1 / transform.scale(), Math.max(width, height));
        Bounds bounds = bounds(factor);
        if (factor == 1 || bounds.isEmpty()) {
            luma = SampledPlane.whole(image.y(), width, height);
            blueDifference = SampledPlane.whole(image.u(), chromaWidth, chromaHeight);
            redDifference = SampledPlane.whole(image.v(), chromaWidth, chromaHeight);
        } else {
            Bounds half = bounds.halved();
            luma = bounds.shrink(image.y(), width, height, factor);
            blueDifference = half.shrink(image.u(), chromaWidth, chromaHeight, factor);
            redDifference = half.shrink(image.v(), chromaWidth, chromaHeight, factor);
        }
    }

    /** The power of two nearest to the shrink, in steps; more than the frame has pixels is of no use. */
    private static int shrinkFactor(double shrink, int longestSide) {
        int factor = 1;
        while (shrink > Math.sqrt(2) && factor < longestSide) {
            factor *= 2;
            shrink /= 2;
        }
        return factor;
    }

    /** What of the frame the crop shows, with a margin. */
    private Bounds bounds(int factor) {
        double left = Double.POSITIVE_INFINITY;
        double top = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int corner = 0; corner < 4; corner++) {
            Point at = transform.toSource(new Point((corner & 1) * size, (corner >> 1) * size));
            left = Math.min(left, at.x());
            top = Math.min(top, at.y());
            right = Math.max(right, at.x());
            bottom = Math.max(bottom, at.y());
        }
        // Chroma samples are twice as large.
        double margin = 2.0 * MARGIN * factor;
        return new Bounds(
                (int) Math.max(0, Math.floor(left - margin)),
                (int) Math.max(0, Math.floor(top - margin)),
                (int) Math.min(image.width(), Math.ceil(right + margin)),
                (int) Math.min(image.height(), Math.ceil(bottom + margin)));
    }

    byte[] rgb() {
        byte[] rgb = new byte[3 * size * size];
        Point origin = transform.toSource(new Point(0.5, 0.5));
        Point acrossEnd = transform.toSource(new Point(1.5, 0.5));
        double stepX = acrossEnd.x() - origin.x();
        double stepY = acrossEnd.y() - origin.y();
        for (int row = 0; row < size; row++) {
            Point start = transform.toSource(new Point(0.5, row + 0.5));
            row(start, stepX, stepY, rgb, row * size);
        }
        return rgb;
    }

    private void row(Point start, double stepX, double stepY, byte[] rgb, int at) {
        int plane = size * size;
        long lumaX = luma.positionX(start.x());
        long lumaY = luma.positionY(start.y());
        long lumaStepX = luma.distance(stepX);
        long lumaStepY = luma.distance(stepY);
        // Chroma is sited on even luma columns, and between two luma rows.
        long chromaX = blueDifference.positionX((start.x() + 0.5) / 2);
        long chromaY = blueDifference.positionY(start.y() / 2);
        long chromaStepX = blueDifference.distance(stepX / 2);
        long chromaStepY = blueDifference.distance(stepY / 2);
        int end = lastInside(start, stepX, stepY);
        for (int x = firstInside(start, stepX, stepY); x < end; x++) {
            long cx = chromaX + x * chromaStepX;
            long cy = chromaY + x * chromaStepY;
            int pixel = colors.rgbOfFixed(
                    luma.at(lumaX + x * lumaStepX, lumaY + x * lumaStepY),
                    blueDifference.at(cx, cy),
                    redDifference.at(cx, cy));
            rgb[at + x] = (byte) (pixel >> 16);
            rgb[at + x + plane] = (byte) (pixel >> 8);
            rgb[at + x + 2 * plane] = (byte) pixel;
        }
    }

    /** The inside of the frame is convex, so the pixels of a row that lie in it are neighbours. */
    private int firstInside(Point start, double stepX, double stepY) {
        int x = 0;
        while (x < size && !inside(start.x() + x * stepX, start.y() + x * stepY)) {
            x++;
        }
        return x;
    }

    private int lastInside(Point start, double stepX, double stepY) {
        int x = size;
        while (x > 0 && !inside(start.x() + (x - 1) * stepX, start.y() + (x - 1) * stepY)) {
            x--;
        }
        return x;
    }

    private boolean inside(double x, double y) {
        return x >= 0 && y >= 0 && x < image.width() && y < image.height();
    }

    /** A rectangle of whole samples. */
    private record Bounds(int left, int top, int right, int bottom) {
        boolean isEmpty() {
            return left >= right || top >= bottom;
        }

        Bounds halved() {
            return new Bounds(left / 2, top / 2, (right + 1) / 2, (bottom + 1) / 2);
        }

        SampledPlane shrink(byte[] plane, int width, int height, int factor) {
            return SampledPlane.shrunk(plane, width, height, factor, left, top, right, bottom);
        }
    }
}
