package io.facet.vision.quality;

import java.util.Collections;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.vision.Faces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FaceQualityTest {
    private static final Detection GOOD = Faces.detection(new Box(0, 0, 120, 160), 0.95);
    private static final AlignedCrop SHARP = texture(40);

    @Test
    void of_withSharpLargeFrontalFace_isHigh() {
        assertThat(FaceQuality.of(GOOD, SHARP)).isGreaterThan(0.8);
    }

    @Test
    void of_withOneWorsePart_isLower() {
        double good = FaceQuality.of(GOOD, SHARP);
        Detection small = Faces.detection(new Box(0, 0, 30, 40), 0.95);
        Detection unsure = Faces.detection(GOOD.box(), 0.6);
        Detection turned = withNose(
                GOOD,
                new Point(GOOD.points().nose().x() + 12, GOOD.points().nose().y()));
        Detection nodding = withNose(
                GOOD, new Point(GOOD.points().nose().x(), GOOD.points().nose().y() + 10));

        assertThat(FaceQuality.of(small, SHARP)).isLessThan(good);
        assertThat(FaceQuality.of(unsure, SHARP)).isLessThan(good);
        assertThat(FaceQuality.of(turned, SHARP)).isLessThan(good);
        assertThat(FaceQuality.of(nodding, SHARP)).isLessThan(good);
        assertThat(FaceQuality.of(GOOD, texture(4))).isLessThan(good);
    }

    @Test
    void frontalness_ofFaceLyingOnItsSide_isThatOfTheSameFaceUpright() {
        FivePoints upright = Faces.transformed(new CropTransform(1, 0, 0, 0));
        FivePoints lying = Faces.transformed(new CropTransform(0, 1, 224, 0));

        assertThat(FaceQuality.frontalness(lying)).isCloseTo(FaceQuality.frontalness(upright), within(1e-12));
        assertThat(FaceQuality.frontalness(upright)).isGreaterThan(0.95);
    }

    @Property(tries = 200)
    void of_withAnyPoints_isInRange(@ForAll Random random, @ForAll @DoubleRange(min = 0, max = 1) double score) {
        FivePoints points = FivePoints.of(random.doubles(5, -50, 300)
                .mapToObj(x -> new Point(x, random.nextDouble() * 300))
                .toList());
        Box box = new Box(0, 0, random.nextDouble() * 400, random.nextDouble() * 400);

        assertThat(FaceQuality.of(new Detection(box, points, score), SHARP)).isBetween(0.0, 1.0);
    }

    @Test
    void of_withCoincidingPoints_isZero() {
        FivePoints same = FivePoints.of(Collections.nCopies(5, new Point(9, 9)));

        assertThat(FaceQuality.of(new Detection(GOOD.box(), same, 0.9), SHARP)).isZero();
    }

    private static Detection withNose(Detection face, Point nose) {
        FivePoints p = face.points();
        return new Detection(
                face.box(),
                new FivePoints(p.leftEye(), p.rightEye(), nose, p.leftMouth(), p.rightMouth()),
                face.score());
    }

    private static AlignedCrop texture(int contrast) {
        byte[] rgb = new byte[3 * 224 * 224];
        Random random = new Random(3);
        for (int at = 0; at < rgb.length; at++) {
            rgb[at] = (byte) (100 + random.nextInt(contrast));
        }
        return new AlignedCrop(rgb, 224, new CropTransform(1, 0, 0, 0));
    }
}
