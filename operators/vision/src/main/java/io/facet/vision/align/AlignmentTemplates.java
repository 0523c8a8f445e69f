package io.facet.vision.align;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/** The mean faces crops are aligned to. */
public final class AlignmentTemplates {

    /**
     * The crop of every released bundle: 224 x 224, with room for hair, ears and chin.
     *
     * <p>Made from the five points of the ArcFace 112 x 112 template (Deng et al., 2019), (38.2946, 51.6963),
     * (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041), which count pixel centres as
     * whole numbers: {@code p' = (p + 0.5) · 12/7 + (15, 9)}. The factor brings the eyes 60.4 px apart (0.27 of the
     * side); the shift puts the face in the middle and the eye line at 98.3 px (0.44 of the side). Factor and shift are
     * chosen so that the ArcFace crop is a rectangle of whole pixels of this one, {@link #ARC_FACE_112}.
     */
    public static final AlignmentTemplate FACET_224 = new AlignmentTemplate(
            "facet-224-v1",
            224,
            new FivePoints(
                    fromArcFace(38.2946, 51.6963),
                    fromArcFace(73.5318, 51.5014),
                    fromArcFace(56.0252, 71.7366),
                    fromArcFace(41.5493, 92.3655),
                    fromArcFace(70.7299, 92.2041)));

    /** The part of a {@link #FACET_224} crop that an ArcFace 112 x 112 crop shows; networks trained on those read it. */
    public static final Region ARC_FACE_112 = new Region(15, 9, 192, 192);

    private AlignmentTemplates() {}

    /**
     * The template for an encoder that reads pictures of that side: {@link #FACET_224} for up to 224 pixels, from which
     * the composed graph makes smaller ones; else the same face on a larger crop, so that no detail is lost.
     */
    public static AlignmentTemplate forEncoder(int side) {
        if (side <= FACET_224.size()) {
            return FACET_224;
        }
        double factor = (double) side / FACET_224.size();
        return new AlignmentTemplate(
                "facet-%d-v1".formatted(side),
                side,
                FivePoints.of(FACET_224.points().asList().stream()
                        .map(point -> new Point(point.x() * factor, point.y() * factor))
                        .toList()));
    }

    private static Point fromArcFace(double x, double y) {
        return new Point((x + 0.5) * 12 / 7 + 15, (y + 0.5) * 12 / 7 + 9);
    }
}
