package io.facet.vision.geometry;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BoxOverlapTest {

    @Test
    void iou_ofHalfOverlappingBoxes_isOneThird() {
        assertThat(BoxOverlap.iou(new Box(0, 0, 10, 10), new Box(5, 0, 10, 10))).isCloseTo(1 / 3.0, within(1e-12));
    }

    @Test
    void iou_ofBoxesThatTouchOrHaveNoArea_isZero() {
        assertThat(BoxOverlap.iou(new Box(0, 0, 10, 10), new Box(10, 0, 10, 10)))
                .isZero();
        assertThat(BoxOverlap.iou(new Box(0, 0, 0, 0), new Box(0, 0, 0, 0))).isZero();
        assertThat(BoxOverlap.iou(new Box(0, 0, -5, 10), new Box(-5, 0, 10, 10)))
                .isZero();
    }

    @Property(tries = 300)
    void iou_ofAnyBoxes_isSymmetricAndOneWithItself(
            @ForAll @DoubleRange(min = -50, max = 50) double x,
            @ForAll @DoubleRange(min = -50, max = 50) double y,
            @ForAll @DoubleRange(min = 0.1, max = 80) double width,
            @ForAll @DoubleRange(min = 0.1, max = 80) double height) {
        Box one = new Box(x, y, width, height);
        Box other = new Box(0, 0, 20, 30);

        assertThat(BoxOverlap.iou(one, other))
                .isEqualTo(BoxOverlap.iou(other, one))
                .isBetween(0.0, 1.0);
        assertThat(BoxOverlap.iou(one, one)).isCloseTo(1, within(1e-9)).isLessThanOrEqualTo(1);
    }
}
