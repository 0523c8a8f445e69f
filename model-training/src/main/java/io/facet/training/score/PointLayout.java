package io.facet.training.score;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.facet.domain.face.Point;

/**
 * Published layouts of landmarks, and which of their points are the eyes that errors are measured by. Indices are 0-based.
 */
public enum PointLayout {
    /** 300-W (Sagonas et al., 2016): outer corners 36 and 45; each eye has six points. */
    IBUG_68("ibug-68", 68, 36, 45, range(36, 42), range(42, 48)),
    /** WFLW (Wu et al., 2018): outer corners 60 and 72, pupils 96 and 97. */
    WFLW_98("wflw-98", 98, 60, 72, List.of(96), List.of(97)),
    /** COFW (Burgos-Artizzu et al., 2013): outer corners 8 and 9, pupils 16 and 17. */
    COFW_29("cofw-29", 29, 8, 9, List.of(16), List.of(17)),
    /** AFLW-19 (Zhu et al., 2016): outer corners 6 and 11, eye centres 7 and 10. The papers divide by the box. */
    AFLW_19("aflw-19", 19, 6, 11, List.of(7), List.of(10));

    private final String key;
    private final int points;
    private final int leftCorner;
    private final int rightCorner;
    private final List<Integer> leftEye;
    private final List<Integer> rightEye;

    PointLayout(
            String key, int points, int leftCorner, int rightCorner, List<Integer> leftEye, List<Integer> rightEye) {
        this.key = key;
        this.points = points;
        this.leftCorner = leftCorner;
        this.rightCorner = rightCorner;
        this.leftEye = leftEye;
        this.rightEye = rightEye;
    }

    /** The name of the scheme in bundles and files, for example {@code ibug-68}. */
    public String key() {
        return key;
    }

    /** How many points a face has. */
    public int points() {
        return points;
    }

    /** The layout with that name, if there is one. */
    public static Optional<PointLayout> ofKey(String key) {
        return Arrays.stream(values()).filter(layout -> layout.key.equals(key)).findFirst();
    }

    /** The layout with that number of points, if there is one. */
    public static Optional<PointLayout> ofCount(int points) {
        return Arrays.stream(values()).filter(layout -> layout.points == points).findFirst();
    }

    /** The centre of the eye on the left of the picture. */
    public Point leftEye(List<Point> face) {
        return mean(face, leftEye);
    }

    /** The centre of the eye on the right of the picture. */
    public Point rightEye(List<Point> face) {
        return mean(face, rightEye);
    }

    double interOcular(List<Point> face) {
        return distance(face.get(leftCorner), face.get(rightCorner));
    }

    double interPupil(List<Point> face) {
        return distance(leftEye(face), rightEye(face));
    }

    static double distance(Point one, Point other) {
        return Math.hypot(one.x() - other.x(), one.y() - other.y());
    }

    private static Point mean(List<Point> face, List<Integer> indices) {
        double x = 0;
        double y = 0;
        for (int index : indices) {
            x += face.get(index).x();
            y += face.get(index).y();
        }
        return new Point(x / indices.size(), y / indices.size());
    }

    private static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
