package io.facet.vision.geometry;

import java.util.Collections;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SimilarityFitTest {
    private static final List<Point> FACE =
            List.of(new Point(30, 50), new Point(70, 51), new Point(50, 72), new Point(35, 92), new Point(66, 93));

    @Property(tries = 300)
    void fit_ofTransformedPoints_recoversTheTransformAndItsInverse(
            @ForAll @DoubleRange(min = 0.01, max = 40) double scale,
            @ForAll @DoubleRange(min = -3.14, max = 3.14) double angle,
            @ForAll @DoubleRange(min = -4000, max = 4000) double tx,
            @ForAll @DoubleRange(min = -4000, max = 4000) double ty) {
        CropTransform truth = new CropTransform(scale * Math.cos(angle), scale * Math.sin(angle), tx, ty);

        CropTransform fitted =
                SimilarityFit.fit(FACE, FACE.stream().map(truth::toCrop).toList());

        assertThat(fitted.scale()).isCloseTo(scale, within(1e-9));
        for (Point point : FACE) {
            Point there = fitted.toCrop(point);
            Point back = fitted.toSource(there);
            assertThat(there.x()).isCloseTo(truth.toCrop(point).x(), within(1e-8));
            assertThat(there.y()).isCloseTo(truth.toCrop(point).y(), within(1e-8));
            assertThat(back.x()).isCloseTo(point.x(), within(1e-8));
            assertThat(back.y()).isCloseTo(point.y(), within(1e-8));
        }
    }

    @Property(tries = 100)
    void fit_ofPointsThatDoNotFit_isNotImprovedByAnyNudge(
            @ForAll @DoubleRange(min = -9, max = 9) double dx, @ForAll @DoubleRange(min = -9, max = 9) double dy) {
        List<Point> to = List.of(
                new Point(31 + dx, 47),
                new Point(74, 55 + dy),
                new Point(52, 70),
                new Point(30, 95),
                new Point(71, 90));
        CropTransform best = SimilarityFit.fit(FACE, to);

        for (double nudge : new double[] {-1e-3, 1e-3}) {
            assertThat(error(new CropTransform(best.a() + nudge, best.b(), best.tx(), best.ty()), to))
                    .isGreaterThan(error(best, to));
            assertThat(error(new CropTransform(best.a(), best.b() + nudge, best.tx(), best.ty()), to))
                    .isGreaterThan(error(best, to));
            assertThat(error(new CropTransform(best.a(), best.b(), best.tx() + nudge, best.ty()), to))
                    .isGreaterThan(error(best, to));
            assertThat(error(new CropTransform(best.a(), best.b(), best.tx(), best.ty() + nudge), to))
                    .isGreaterThan(error(best, to));
        }
    }

    @Test
    void fit_ofCoincidingPoints_isRefused() {
        List<Point> same = Collections.nCopies(5, new Point(641.1, 352.7));

        assertThatThrownBy(() -> SimilarityFit.fit(same, FACE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("determine no similarity transform");
        assertThatThrownBy(() -> SimilarityFit.fit(FACE, same)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fit_ofNonFinitePoints_isRefused() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            List<Point> broken = List.of(FACE.get(0), FACE.get(1), FACE.get(2), FACE.get(3), new Point(bad, 3));
            assertThatThrownBy(() -> SimilarityFit.fit(broken, FACE)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void fit_ofListsThatDoNotPairUp_saysBothLengths() {
        assertThatThrownBy(() -> SimilarityFit.fit(FACE, FACE.subList(0, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("got 5 and 4");
    }

    private static double error(CropTransform transform, List<Point> to) {
        double sum = 0;
        for (int i = 0; i < FACE.size(); i++) {
            Point at = transform.toCrop(FACE.get(i));
            sum += Math.pow(at.x() - to.get(i).x(), 2)
                    + Math.pow(at.y() - to.get(i).y(), 2);
        }
        return sum;
    }
}
