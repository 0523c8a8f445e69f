package io.facet.inference.analyze;

import java.util.ArrayList;
import java.util.List;

import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadResult.Landmarks;
import io.facet.domain.face.Point;

/**
 * Landmarks that a network gives as heat maps: {@code [N, K, h, w]} logits. A point is the centre of mass of its map
 * after a sigmoid (FaRL, Zheng et al. 2022, supplement); map pixel {@code (i, j)} has its centre at
 * {@code (j + 0.5, i + 0.5)}.
 */
record HeatmapsDecoder(HeadSpec head, Region region) implements HeadDecoder {

    @Override
    public HeadResult decode(HeadTensor output, int face, CropTransform transform) {
        float[] map = new float[output.height() * output.width()];
        List<Point> points = new ArrayList<>(head.to() - head.from());
        for (int channel = head.from(); channel < head.to(); channel++) {
            output.values().get(output.offset(face, channel), map);
            Point centre = centreOfMass(map, output.width(), output.height());
            points.add(transform.toSource(new Point(
                    region.x() + centre.x() * region.width() / output.width(),
                    region.y() + centre.y() * region.height() / output.height())));
        }
        return new Landmarks(head.scheme(), List.copyOf(points));
    }

    private Point centreOfMass(float[] map, int width, int height) {
        double mass = 0;
        double sumX = 0;
        double sumY = 0;
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                double weight = 1 / (1 + Math.exp(-map[row * width + column]));
                mass += weight;
                sumX += weight * (column + 0.5);
                sumY += weight * (row + 0.5);
            }
        }
        // A map without any mass has no centre: 0 / 0 is refused like any other value that is no number.
        return new Point(HeadDecoder.requireFinite(head, sumX / mass), HeadDecoder.requireFinite(head, sumY / mass));
    }
}
