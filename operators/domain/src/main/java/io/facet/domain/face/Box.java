package io.facet.domain.face;

/**
 * An axis-aligned rectangle in pixels.
 *
 * @param x left edge
 * @param y top edge
 * @param width extent to the right
 * @param height extent down
 */
public record Box(double x, double y, double width, double height) {
    public double right() {
        return x + width;
    }

    public double bottom() {
        return y + height;
    }

    public double area() {
        return Math.max(0, width) * Math.max(0, height);
    }
}
