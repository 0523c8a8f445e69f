package io.facet.vision.geometry;

import java.util.List;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;

/**
 * The similarity transform (scale, rotation, translation; never a reflection) that moves points closest to others in
 * the sense of least squares: Umeyama, "Least-squares estimation of transformation parameters between two point
 * patterns", PAMI 1991, equations 34–43, which in the plane have the closed form used here.
 */
public final class SimilarityFit {
    /** What rounding leaves of a sum of squares that is really zero, relative to the squares that were summed. */
    private static final double ROUNDING = 1e-20;

    private SimilarityFit() {}

    /**
     * @param from source points, at least two of them apart
     * @param to where they should go, in the same order
     * @throws IllegalArgumentException if the lists do not pair up, a coordinate is not finite, or the points determine
     *     no transform because they coincide
     */
    public static CropTransform fit(List<Point> from, List<Point> to) {
        if (from.size() != to.size() || from.size() < 2) {
            throw new IllegalArgumentException("expected two lists of the same length, at least 2, got %d and %d points"
                    .formatted(from.size(), to.size()));
        }
        Point fromMean = mean(from);
        Point toMean = mean(to);
        double fromSpread = spread(from, fromMean);
        double toSpread = spread(to, toMean);
        double along = 0;
        double across = 0;
        for (int i = 0; i < from.size(); i++) {
            double fx = from.get(i).x() - fromMean.x();
            double fy = from.get(i).y() - fromMean.y();
            double tx = to.get(i).x() - toMean.x();
            double ty = to.get(i).y() - toMean.y();
            along += fx * tx + fy * ty;
            across += fx * ty - fy * tx;
        }
        // The part of the target's spread that the transform explains; NaN and infinity fail the comparison too.
        double explained = (along * along + across * across) / fromSpread;
        if (!(fromSpread > ROUNDING * square(fromMean))
                || !(explained > ROUNDING * (toSpread + square(toMean)))
                || Double.isInfinite(explained)) {
            throw new IllegalArgumentException(
                    "the points determine no similarity transform: from %s to %s".formatted(from, to));
        }
        double a = along / fromSpread;
        double b = across / fromSpread;
        double tx = toMean.x() - a * fromMean.x() + b * fromMean.y();
        double ty = toMean.y() - b * fromMean.x() - a * fromMean.y();
        return new CropTransform(a, b, tx, ty);
    }

    private static Point mean(List<Point> points) {
        double x = 0;
        double y = 0;
        for (Point point : points) {
            x += point.x();
            y += point.y();
        }
        return new Point(x / points.size(), y / points.size());
    }

    private static double spread(List<Point> points, Point mean) {
        double sum = 0;
        for (Point point : points) {
            double x = point.x() - mean.x();
            double y = point.y() - mean.y();
            sum += x * x + y * y;
        }
        return sum;
    }

    private static double square(Point point) {
        return point.x() * point.x() + point.y() * point.y();
    }
}
