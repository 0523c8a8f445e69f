package io.facet.connectors.record;

import java.util.List;

import io.facet.domain.face.HeadResult;

import static java.util.Objects.requireNonNull;

/**
 * Facial landmarks.
 *
 * @param scheme name of the point layout
 * @param points {@code [x, y]} in source pixels, in the order of the scheme
 */
public record LandmarksColumn(String scheme, List<List<Double>> points) {
    public LandmarksColumn {
        requireNonNull(scheme, "scheme is missing");
        requireNonNull(points, "points is missing");
    }

    static LandmarksColumn from(HeadResult.Landmarks landmarks) {
        return new LandmarksColumn(landmarks.scheme(), PointColumns.from(landmarks.points()));
    }

    HeadResult toDomain() {
        return new HeadResult.Landmarks(scheme, PointColumns.toDomain(points));
    }
}
