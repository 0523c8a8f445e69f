package io.facet.domain.face;

/**
 * The similarity transform from source pixels to pixels of the aligned crop:
 * {@code x' = a·x − b·y + tx}, {@code y' = b·x + a·y + ty}.
 *
 * @param a scale · cos(angle)
 * @param b scale · sin(angle)
 * @param tx translation in crop pixels
 * @param ty translation in crop pixels
 */
public record CropTransform(double a, double b, double tx, double ty) {

    /** A source point in crop pixels. */
    public Point toCrop(Point source) {
        return new Point(a * source.x() - b * source.y() + tx, b * source.x() + a * source.y() + ty);
    }

    /** A crop point in source pixels; exact inverse of {@link #toCrop}. */
    public Point toSource(Point crop) {
        double det = a * a + b * b;
        double x = crop.x() - tx;
        double y = crop.y() - ty;
        return new Point((a * x + b * y) / det, (a * y - b * x) / det);
    }

    /** Crop pixels per source pixel. */
    public double scale() {
        return Math.hypot(a, b);
    }
}
