package io.facet.domain.face;

import java.util.List;

/**
 * The five points a detector finds, named as they lie in the picture (the person's own right eye is {@code leftEye}).
 *
 * @param leftEye centre of the eye on the left of the picture
 * @param rightEye centre of the eye on the right of the picture
 * @param nose tip of the nose
 * @param leftMouth mouth corner on the left of the picture
 * @param rightMouth mouth corner on the right of the picture
 */
public record FivePoints(Point leftEye, Point rightEye, Point nose, Point leftMouth, Point rightMouth) {

    /** The points in their fixed order. */
    public List<Point> asList() {
        return List.of(leftEye, rightEye, nose, leftMouth, rightMouth);
    }

    /**
     * @throws IllegalArgumentException if there are not exactly five points
     */
    public static FivePoints of(List<Point> points) {
        if (points.size() != 5) {
            throw new IllegalArgumentException("expected 5 points, got " + points.size());
        }
        return new FivePoints(points.get(0), points.get(1), points.get(2), points.get(3), points.get(4));
    }
}
