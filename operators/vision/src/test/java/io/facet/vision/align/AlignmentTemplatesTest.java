package io.facet.vision.align;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.bundle.HeadSpec.Region;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.vision.geometry.SimilarityFit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AlignmentTemplatesTest {

    @Test
    void facet224_leavesRoomAroundTheFace() {
        FivePoints points = AlignmentTemplates.FACET_224.points();

        assertThat(points.rightEye().x() - points.leftEye().x()).isCloseTo(0.27 * 224, within(0.2));
        assertThat((points.rightEye().y() + points.leftEye().y()) / 2).isCloseTo(0.44 * 224, within(0.5));
        assertThat((points.rightEye().x() + points.leftEye().x()) / 2).isCloseTo(112, within(0.5));
    }

    @Test
    void forEncoder_anySide_keepsTheFacesPlaceInTheCrop() {
        AlignmentTemplate large = AlignmentTemplates.forEncoder(448);

        assertThat(AlignmentTemplates.forEncoder(112)).isEqualTo(AlignmentTemplates.FACET_224);
        assertThat(AlignmentTemplates.forEncoder(224)).isEqualTo(AlignmentTemplates.FACET_224);
        assertThat(large.name()).isEqualTo("facet-448-v1");
        assertThat(large.size()).isEqualTo(448);
        Point nose = AlignmentTemplates.FACET_224.points().nose();
        assertThat(large.points().nose()).isEqualTo(new Point(2 * nose.x(), 2 * nose.y()));
    }

    /** A network trained on ArcFace crops must see, in its rectangle of our crop, exactly what it was trained on. */
    @Test
    void arcFace112_ofAnyFace_isWhatAligningToTheArcFaceTemplateGives() {
        List<Point> arcFace = List.of(
                new Point(38.7946, 52.1963),
                new Point(74.0318, 52.0014),
                new Point(56.5252, 72.2366),
                new Point(42.0493, 92.8655),
                new Point(71.2299, 92.7041));
        List<Point> face = List.of(
                new Point(410, 300),
                new Point(480, 322),
                new Point(436, 350),
                new Point(400, 381),
                new Point(452, 399));
        CropTransform toArcFace = SimilarityFit.fit(face, arcFace);
        CropTransform toFacet =
                SimilarityFit.fit(face, AlignmentTemplates.FACET_224.points().asList());
        Region region = AlignmentTemplates.ARC_FACE_112;

        for (Point point : face) {
            Point direct = toArcFace.toCrop(point);
            Point crop = toFacet.toCrop(point);
            assertThat((crop.x() - region.x()) * 112 / region.width()).isCloseTo(direct.x(), within(1e-9));
            assertThat((crop.y() - region.y()) * 112 / region.height()).isCloseTo(direct.y(), within(1e-9));
        }
    }
}
