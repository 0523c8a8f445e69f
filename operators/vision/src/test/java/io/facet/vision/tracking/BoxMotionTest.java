package io.facet.vision.tracking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.Box;
import io.facet.vision.geometry.BoxOverlap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BoxMotionTest {

    @Test
    void box_atFirstSight_isTheDetectedOne() {
        Box box = BoxMotion.firstSeen(new Box(10, 20, 30, 40)).box();

        assertThat(box.x()).isCloseTo(10, within(1e-9));
        assertThat(box.y()).isCloseTo(20, within(1e-9));
        assertThat(box.width()).isCloseTo(30, within(1e-9));
        assertThat(box.height()).isCloseTo(40, within(1e-9));
    }

    /** 120 px/s to the right and growing: whatever the frame rate, the filter must come to foresee it. */
    @ParameterizedTest
    @ValueSource(doubles = {5, 10, 30, 60})
    void predict_ofSteadyMotionAtAnyFrameRate_foreseesTheNextBox(double fps) {
        BoxMotion motion = BoxMotion.firstSeen(moving(0));
        for (int frame = 1; frame <= 2 * fps; frame++) {
            motion = motion.predict(1 / fps, true).correct(moving(frame / fps));
        }

        Box foreseen = motion.predict(1 / fps, true).box();

        assertThat(BoxOverlap.iou(foreseen, moving(2 + 1 / fps))).isGreaterThan(0.95);
        assertThat(motion.centreX().rate()).isCloseTo(120, within(6.0));
    }

    @Test
    void predict_ofShrinkingFaceOutOfSight_neverTurnsInsideOut() {
        BoxMotion motion = BoxMotion.firstSeen(new Box(0, 0, 100, 120));
        for (int side = 90; side > 10; side -= 20) {
            motion = motion.predict(0.04, true).correct(new Box(0, 0, side, side * 1.2));
        }

        Box seen = motion.predict(5, true).box();
        Box unseen = motion.predict(5, false).box();

        assertThat(seen.area()).isPositive();
        assertThat(unseen.area()).isCloseTo(motion.box().area(), within(1e-6));
    }

    @Test
    void correct_withBoxWithoutArea_staysFinite() {
        Box box = BoxMotion.firstSeen(new Box(5, 5, 0, 0))
                .predict(0, true)
                .correct(new Box(5, 5, 0, 0))
                .box();

        assertThat(box.x() + box.y() + box.width() + box.height()).isFinite();
    }

    private static Box moving(double seconds) {
        return new Box(100 + 120 * seconds, 50, 60 + 6 * seconds, 80 + 8 * seconds);
    }
}
