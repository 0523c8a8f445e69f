package io.facet.vision.landmark;

import java.util.List;

import io.facet.domain.face.Point;

/**
 * Two places of a face, each the mean of some landmarks.
 *
 * @param left numbers of the landmarks on the left of the picture
 * @param right numbers of those on the right
 */
public record PointPair(List<Integer> left, List<Integer> right) {
    public PointPair {
        left = List.copyOf(left);
        right = List.copyOf(right);
        if (left.isEmpty() || right.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected landmarks for both places, got %s and %s".formatted(left, right));
        }
    }

    /** Two places that are landmarks themselves. */
    public static PointPair of(int left, int right) {
        return new PointPair(List.of(left), List.of(right));
    }

    /** The place on the left of the picture, of a face's landmarks: x and y in turn. */
    public Point first(float[] points) {
        return mean(left, points);
    }

    /** The place on the right. */
    public Point second(float[] points) {
        return mean(right, points);
    }

    /** How far the two are apart, in the unit of the landmarks. */
    public double distance(float[] points) {
        Point first = first(points);
        Point second = second(points);
        return Math.hypot(second.x() - first.x(), second.y() - first.y());
    }

    private static Point mean(List<Integer> numbers, float[] points) {
        double x = 0;
        double y = 0;
        for (int number : numbers) {
            x += points[2 * number];
            y += points[2 * number + 1];
        }
        return new Point(x / numbers.size(), y / numbers.size());
    }
}
