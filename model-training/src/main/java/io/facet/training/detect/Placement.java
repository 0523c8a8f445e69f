package io.facet.training.detect;

import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/**
 * How a picture comes to lie on a canvas: mirrored or not, scaled, turned and moved. A point (x, y) of the picture goes to
 * (a·x − b·y·m + left, b·x + a·y·m + top) with m = 1, or, mirrored, with −x for x.
 *
 * @param scale canvas pixels for a pixel of the picture
 * @param angle clockwise, in radians
 * @param mirrored whether left and right change places first
 * @param left where the picture's origin goes
 * @param top where the picture's origin goes
 */
record Placement(double scale, double angle, boolean mirrored, double left, double top) {

    /** The placement that brings one point of the picture to one point of the canvas. */
    static Placement bringing(Point source, Point target, double scale, double angle, boolean mirrored) {
        Point moved = new Placement(scale, angle, mirrored, 0, 0).apply(source);
        return new Placement(scale, angle, mirrored, target.x() - moved.x(), target.y() - moved.y());
    }

    /** Rows of the matrix {@code [[a, b, c], [d, e, f]]} from picture to canvas. */
    double[] matrix() {
        double cos = scale * Math.cos(angle);
        double sin = scale * Math.sin(angle);
        double sign = mirrored ? -1 : 1;
        return new double[] {sign * cos, -sin, left, sign * sin, cos, top};
    }

    Point apply(Point point) {
        double[] m = matrix();
        return new Point(m[0] * point.x() + m[1] * point.y() + m[2], m[3] * point.x() + m[4] * point.y() + m[5]);
    }

    /** Where a point of the canvas lies in the picture. */
    Point invert(double x, double y) {
        double[] m = matrix();
        double determinant = m[0] * m[4] - m[1] * m[3];
        double dx = x - m[2];
        double dy = y - m[5];
        return new Point((m[4] * dx - m[1] * dy) / determinant, (m[0] * dy - m[3] * dx) / determinant);
    }

    /** The face on the canvas: its box is about the ellipse that the box of the picture holds. */
    FaceTruth apply(FaceTruth face) {
        Point centre = apply(new Point(face.centreX(), face.centreY()));
        double w = scale * face.box().width();
        double h = scale * face.box().height();
        double width = Math.hypot(w * Math.cos(angle), h * Math.sin(angle));
        double height = Math.hypot(w * Math.sin(angle), h * Math.cos(angle));
        Box box = new Box(centre.x() - width / 2, centre.y() - height / 2, width, height);
        List<Point> points = face.points().asList().stream().map(this::apply).toList();
        FivePoints named = mirrored
                ? new FivePoints(points.get(1), points.get(0), points.get(2), points.get(4), points.get(3))
                : FivePoints.of(points);
        return new FaceTruth(box, named, face.ignored());
    }
}
