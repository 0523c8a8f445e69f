package io.facet.vision;

import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.vision.align.AlignmentTemplates;

/** Faces for tests. */
public final class Faces {
    private Faces() {}

    /** A frontal face that fills a box. */
    public static Detection detection(Box box, double score) {
        return new Detection(box, frontal(box), score);
    }

    /** The five points of a frontal face in a box, in the proportions of the mean face. */
    public static FivePoints frontal(Box box) {
        double scale = box.width() / 130;
        CropTransform place = new CropTransform(
                scale, 0, box.x() + box.width() / 2 - 112 * scale, box.y() + box.height() / 2 - 127 * scale);
        return transformed(place);
    }

    /** The mean face moved by a transform. */
    public static FivePoints transformed(CropTransform transform) {
        return FivePoints.of(AlignmentTemplates.FACET_224.points().asList().stream()
                .map(transform::toCrop)
                .toList());
    }
}
