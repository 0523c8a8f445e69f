package io.facet.training.finetune;

/**
 * Which part of a stored crop a network is shown. Both are squares of side 1 with (0, 0) at the top left; the part is a square
 * about a point near the middle, turned, and perhaps seen in a mirror.
 *
 * @param centreX middle of the part in the stored crop
 * @param centreY middle of the part in the stored crop
 * @param extent side of the part in the stored crop
 * @param angle by which the part is turned, in radians, clockwise
 * @param mirrored whether left and right change places, after all else
 */
public record ViewGeometry(double centreX, double centreY, double extent, double angle, boolean mirrored) {
    /** The middle of a stored crop, as it is. */
    public static ViewGeometry centred(double extent) {
        return new ViewGeometry(0.5, 0.5, extent, 0, false);
    }

    /** Where in the stored crop lies what the view shows at (x, y). */
    public double[] stored(double x, double y) {
        double right = extent * ((mirrored ? 1 - x : x) - 0.5);
        double down = extent * (y - 0.5);
        return new double[] {
            centreX + right * Math.cos(angle) - down * Math.sin(angle),
            centreY + right * Math.sin(angle) + down * Math.cos(angle)
        };
    }

    /** Where the view shows what lies at (x, y) in the stored crop; may be outside [0, 1]. */
    public double[] seen(double x, double y) {
        double dx = (x - centreX) / extent;
        double dy = (y - centreY) / extent;
        double right = dx * Math.cos(angle) + dy * Math.sin(angle) + 0.5;
        double down = dy * Math.cos(angle) - dx * Math.sin(angle) + 0.5;
        return new double[] {mirrored ? 1 - right : right, down};
    }
}
