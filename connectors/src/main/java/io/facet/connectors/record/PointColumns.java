package io.facet.connectors.record;

import java.util.List;

import io.facet.domain.face.Point;

/** Points as {@code [x, y]} pairs, rounded to 3 decimals. */
final class PointColumns {
    private PointColumns() {}

    static List<List<Double>> from(List<Point> points) {
        return points.stream()
                .map(point -> List.of(Decimals.coordinate(point.x()), Decimals.coordinate(point.y())))
                .toList();
    }

    static List<Point> toDomain(List<List<Double>> points) {
        return points.stream().map(PointColumns::point).toList();
    }

    private static Point point(List<Double> pair) {
        if (pair.size() != 2) {
            throw new MalformedRecordException("expected a point of 2 coordinates, found " + pair.size());
        }
        return new Point(pair.get(0), pair.get(1));
    }
}
