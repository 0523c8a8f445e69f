package io.facet.connectors.record;

import io.facet.domain.face.Box;

/**
 * An axis-aligned rectangle in source pixels, rounded to 3 decimals.
 *
 * @param x left edge
 * @param y top edge
 * @param width extent to the right
 * @param height extent down
 */
public record BoxColumn(double x, double y, double width, double height) {
    static BoxColumn from(Box box) {
        return new BoxColumn(
                Decimals.coordinate(box.x()),
                Decimals.coordinate(box.y()),
                Decimals.coordinate(box.width()),
                Decimals.coordinate(box.height()));
    }

    Box toDomain() {
        return new Box(x, y, width, height);
    }
}
