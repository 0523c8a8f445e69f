package io.facet.training.finetune;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;
import io.facet.vision.warp.TanhWarp;

/**
 * Which part of a stored crop a network is shown. Both are squares of side 1 with (0, 0) at the top left; the part is a square
 * about a point near the middle, turned, perhaps with all that is around it folded in (tanh-α), perhaps seen in a mirror.
 *
 * @param centreX middle of the part in the stored crop
 * @param centreY middle of the part in the stored crop
 * @param extent side of the part in the stored crop
 * @param angle by which the part is turned, in radians, clockwise
 * @param warp α of the fold (FaRL, supplement §6), at most 1; 0 for none: the part is cut out
 * @param mirrored whether left and right change places, after all else
 */
public record ViewGeometry(double centreX, double centreY, double extent, double angle, double warp, boolean mirrored) {
    /** The middle of a stored crop, as it is. */
    public static ViewGeometry centred(double extent) {
        return new ViewGeometry(0.5, 0.5, extent, 0, 0, false);
    }

    /**
     * The same part of another crop of the same picture, told as a part of the stored one.
     *
     * @param other from places in the stored crop to places in the other, both in [0, 1]
     */
    ViewGeometry in(CropTransform other) {
        Point centre = other.toSource(new Point(centreX, centreY));
        double turned = Math.atan2(other.b(), other.a());
        return new ViewGeometry(centre.x(), centre.y(), extent / other.scale(), angle - turned, warp, mirrored);
    }

    /** Where in the stored crop lies what the view shows at (x, y). */
    public double[] stored(double x, double y) {
        double right = rightOfCentre(x);
        double down = belowCentre(y);
        return new double[] {
            centreX + right * Math.cos(angle) - down * Math.sin(angle),
            centreY + right * Math.sin(angle) + down * Math.cos(angle)
        };
    }

    /** How far to the right of the part's middle, as the part is turned, a column of the view looks; in the stored crop. */
    double rightOfCentre(double x) {
        return straightened(mirrored ? 1 - x : x);
    }

    /** How far below the part's middle a row of the view looks. */
    double belowCentre(double y) {
        return straightened(y);
    }

    private double straightened(double place) {
        double centred = 2 * place - 1;
        return extent / 2 * (warp > 0 ? TanhWarp.unfolded(centred, warp) : centred);
    }

    /** Where the view shows what lies at (x, y) in the stored crop; outside [0, 1] where it does not. */
    public double[] seen(double x, double y) {
        double dx = x - centreX;
        double dy = y - centreY;
        double right = place(dx * Math.cos(angle) + dy * Math.sin(angle));
        double down = place(dy * Math.cos(angle) - dx * Math.sin(angle));
        return new double[] {mirrored ? 1 - right : right, down};
    }

    private double place(double fromCentre) {
        double centred = fromCentre * 2 / extent;
        return (1 + (warp > 0 ? TanhWarp.folded(centred, warp) : centred)) / 2;
    }
}
