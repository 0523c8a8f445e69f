package io.facet.jobs.demo;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.Point;

/**
 * What counts as the face: along the jaw from ear to ear, and up to the hair. The box of the truth is its upright bounds,
 * which is about what annotators of detectors' training data drew: forehead, chin and cheeks.
 *
 * @param points around the face, in the direction of the jaw's landmarks
 */
record FaceOutline(List<Point> points) {
    private static final int JAW = 17;
    private static final int BROWS = 27;
    private static final int CHIN = 8;

    /** How far the hair is above the brows, in distances of brows and chin: where the composites end. */
    private static final double FOREHEAD = 0.3;

    static FaceOutline of(List<Point> landmarks) {
        List<Point> brows = new ArrayList<>(landmarks.subList(JAW, BROWS));
        double browLine = brows.stream().mapToDouble(Point::y).average().orElseThrow();
        double lift = FOREHEAD * (landmarks.get(CHIN).y() - browLine);
        Collections.reverse(brows);
        List<Point> points = new ArrayList<>(landmarks.subList(0, JAW));
        brows.forEach(brow -> points.add(new Point(brow.x(), brow.y() - lift)));
        return new FaceOutline(List.copyOf(points));
    }

    FaceOutline transformed(AffineTransform transform) {
        return new FaceOutline(
                points.stream().map(point -> transformed(point, transform)).toList());
    }

    static Point transformed(Point point, AffineTransform transform) {
        Point2D moved = transform.transform(new Point2D.Double(point.x(), point.y()), null);
        return new Point(moved.getX(), moved.getY());
    }

    Box bounds() {
        double left = points.stream().mapToDouble(Point::x).min().orElseThrow();
        double top = points.stream().mapToDouble(Point::y).min().orElseThrow();
        double right = points.stream().mapToDouble(Point::x).max().orElseThrow();
        double bottom = points.stream().mapToDouble(Point::y).max().orElseThrow();
        return new Box(left, top, right - left, bottom - top);
    }

    Path2D path() {
        Path2D path = new Path2D.Double();
        path.moveTo(points.get(0).x(), points.get(0).y());
        points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
        path.closePath();
        return path;
    }
}
