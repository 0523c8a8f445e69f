package io.facet.inference.analyze;

import java.util.ArrayList;
import java.util.List;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.Point;

/** Landmarks that a network gives as coordinates: {@code [N, 2·K]}, x and y in turn, in [0, 1] of the region. */
record PointsDecoder(HeadSpec head, Region region) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        float[] values = output.vector(face, head.from(), head.to());
        List<Point> points = new ArrayList<>(values.length / 2);
        for (int i = 0; i < values.length; i += 2) {
            double x = region.x() + HeadDecoder.requireFinite(head, values[i]) * region.width();
            double y = region.y() + HeadDecoder.requireFinite(head, values[i + 1]) * region.height();
            points.add(transform.toSource(new Point(x, y)));
        }
        return new Landmarks(head.scheme(), List.copyOf(points));
    }
}
