package io.facet.training.data.image;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class RandAugmentTest {
    private static final int SIDE = 16;
    private static final int PLANE = SIDE * SIDE;

    /** Levels that rise to the right, another range in each channel. */
    private static float[] ramp() {
        float[] planes = new float[3 * PLANE];
        for (int i = 0; i < planes.length; i++) {
            planes[i] = 20 + 30 * (i / PLANE) + 8 * (i % SIDE);
        }
        return planes;
    }

    private static float[] applied(RandAugment augment, long seed) {
        float[] planes = ramp();
        augment.apply(planes, SIDE, new SplittableRandom(seed));
        return planes;
    }

    private static float[] changed(PictureOperation operation, double strength) {
        float[] planes = ramp();
        operation.apply(planes, SIDE, strength);
        return planes;
    }

    @Test
    void apply_sameSeed_isTheSameAndAnotherIsNot() {
        RandAugment augment = new RandAugment(2, 9, true);

        assertThat(applied(augment, 5)).isEqualTo(applied(augment, 5)).isNotEqualTo(applied(augment, 6));
    }

    @Test
    void apply_noOperations_changesNothingAndTakesNoNumbers() {
        SplittableRandom random = new SplittableRandom(3);
        float[] planes = ramp();

        new RandAugment(0, 9, true).apply(planes, SIDE, random);

        assertThat(planes).isEqualTo(ramp());
        assertThat(random.nextLong()).isEqualTo(new SplittableRandom(3).nextLong());
    }

    /** Rows of the ramp are alike, and stay so under anything that changes samples where they are. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void apply_manyDraws_movesPixelsOnlyWhereGeometric(boolean geometric) {
        RandAugment augment = new RandAugment(2, 9, geometric);
        int moved = 0;
        for (int seed = 0; seed < 200; seed++) {
            float[] planes = applied(augment, seed);
            for (float sample : planes) {
                assertThat(sample).isBetween(0f, 255f);
            }
            moved += sameRows(planes) ? 0 : 1;
        }
        if (geometric) {
            assertThat(moved).isBetween(60, 180);
        } else {
            assertThat(moved).isZero();
        }
    }

    /** But for the rim, which is not sharpened. */
    private static boolean sameRows(float[] planes) {
        for (int row = 2; row < SIDE - 1; row++) {
            for (int column = 0; column < SIDE; column++) {
                if (Math.abs(planes[row * SIDE + column] - planes[SIDE + column]) > 0.01f) {
                    return false;
                }
            }
        }
        return true;
    }

    @ParameterizedTest
    @EnumSource(
            value = PictureOperation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO_CONTRAST", "EQUALIZE"})
    void operation_ofNoStrength_changesNothing(PictureOperation operation) {
        assertThat(changed(operation, 0)).containsExactly(ramp(), within(1e-3f));
    }

    @ParameterizedTest
    @EnumSource(
            value = PictureOperation.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"IDENTITY", "SHARPNESS"})
    void operation_ofFullStrength_changesThePicture(PictureOperation operation) {
        assertThat(changed(operation, 1)).hasSize(3 * PLANE).isNotEqualTo(ramp());
    }

    @Test
    void levels_ofARamp_areStretchedSpreadInvertedAndCut() {
        float[] stretched = changed(PictureOperation.AUTO_CONTRAST, 0);
        assertThat(stretched[0]).isZero();
        assertThat(stretched[SIDE - 1]).isEqualTo(255);
        assertThat(changed(PictureOperation.EQUALIZE, 0)).startsWith(0, 17, 34);
        assertThat(changed(PictureOperation.SOLARIZE, 1)).startsWith(235, 227);
        assertThat(changed(PictureOperation.POSTERIZE, 1)).startsWith(16, 16, 32);
        assertThat(changed(PictureOperation.BRIGHTNESS, -1)[0]).isCloseTo(2, within(1e-4f));
    }

    /** Five of thirteen parts of a pixel that is smoothed are its own. A ramp has no edges to be sharpened. */
    @Test
    void sharpness_lessThanNone_takesABrightPixelToItsSurround() {
        float[] dot = new float[3 * PLANE];
        Arrays.fill(dot, 100);
        dot[5 * SIDE + 5] = 200;

        PictureOperation.SHARPNESS.apply(dot, SIDE, -1);

        float smooth = 100 + 100 * 5 / 13f;
        assertThat(dot[5 * SIDE + 5]).isCloseTo(smooth + 0.1f * (200 - smooth), within(1e-3f));
        assertThat(dot[5 * SIDE + 6]).isCloseTo(100 + 0.9f * 100 / 13, within(1e-3f));
        assertThat(dot[PLANE + 5 * SIDE + 5]).isEqualTo(100);
    }

    @Test
    void levels_ofOneColour_stay() {
        float[] flat = new float[3 * PLANE];
        Arrays.fill(flat, 77);
        float[] planes = flat.clone();

        PictureOperation.AUTO_CONTRAST.apply(planes, SIDE, 1);
        PictureOperation.EQUALIZE.apply(planes, SIDE, 1);
        PictureOperation.SHARPNESS.apply(planes, SIDE, 1);

        assertThat(planes).containsExactly(flat, within(1e-3f));
    }

    @Test
    void translate_fullStrength_showsGreyWhereNothingWas() {
        float[] shifted = changed(PictureOperation.TRANSLATE_X, 1);

        double sides = 150.0 / 331 * SIDE;
        assertThat(shifted[0]).isCloseTo((float) (20 + 8 * sides), within(0.1f));
        assertThat(shifted[SIDE - 1]).isEqualTo(128);
    }

    @Test
    void new_magnitudeBeyondTheLargest_isRefused() {
        assertThatThrownBy(() -> new RandAugment(2, 11, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("magnitude 0 to 10, got 2 of 11.0");
    }
}
