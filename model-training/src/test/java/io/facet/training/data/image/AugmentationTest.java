package io.facet.training.data.image;

import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.facet.training.data.RgbImage;
import io.facet.training.data.TestPictures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class AugmentationTest {
    private static final int SIZE = 8;
    private static final int PLANE = SIZE * SIZE;

    @Test
    void apply_plain_normalisesByClipsMeanAndDeviation() {
        Augmentation plain = new Augmentation(AugmentationSettings.plain(SIZE));

        float[] planes = plain.apply(TestPictures.flat(20, 12, 255, 0, 51), new SplittableRandom(1));

        assertThat(planes).hasSize(3 * PLANE);
        assertThat(planes[0]).isCloseTo((1 - 0.48145466f) / 0.26862954f, within(1e-5f));
        assertThat(planes[PLANE]).isCloseTo(-0.4578275f / 0.26130258f, within(1e-5f));
        assertThat(planes[2 * PLANE]).isCloseTo((0.2f - 0.40821073f) / 0.27577711f, within(1e-5f));
    }

    @Test
    void apply_sameSize_leavesPixelsAsTheyAre() {
        AugmentationSettings raw = raw(null, null);

        float[] planes = new Augmentation(raw).apply(TestPictures.gradient(SIZE, SIZE), new SplittableRandom(1));

        RgbImage image = TestPictures.gradient(SIZE, SIZE);
        for (int i = 0; i < PLANE; i++) {
            assertThat(planes[i] * 255).isCloseTo(image.pixels()[3 * i] & 0xFF, within(1e-3f));
        }
    }

    @Test
    void apply_flipAlways_mirrorsLeftAndRight() {
        float[] plain =
                new Augmentation(raw(null, null)).apply(TestPictures.gradient(SIZE, SIZE), new SplittableRandom(1));
        float[] mirrored =
                new Augmentation(raw(1.0, null)).apply(TestPictures.gradient(SIZE, SIZE), new SplittableRandom(1));

        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                assertThat(mirrored[row * SIZE + column]).isEqualTo(plain[row * SIZE + SIZE - 1 - column]);
            }
        }
    }

    @Test
    void apply_grayscaleAlways_makesChannelsEqual() {
        float[] planes =
                new Augmentation(raw(null, 1.0)).apply(TestPictures.gradient(SIZE, SIZE), new SplittableRandom(1));

        for (int i = 0; i < PLANE; i++) {
            assertThat(planes[i]).isCloseTo(planes[i + PLANE], within(1e-5f));
            assertThat(planes[i]).isCloseTo(planes[i + 2 * PLANE], within(1e-5f));
        }
    }

    @Test
    void apply_sameGenerator_givesTheSame_anotherGivesOthers() {
        Augmentation light = new Augmentation(AugmentationSettings.light(SIZE));
        RgbImage image = TestPictures.gradient(30, 20);

        assertThat(light.apply(image, new SplittableRandom(5))).isEqualTo(light.apply(image, new SplittableRandom(5)));
        assertThat(light.apply(image, new SplittableRandom(5)))
                .isNotEqualTo(light.apply(image, new SplittableRandom(6)));
    }

    @Test
    void apply_randomCutOfOddPictures_staysWithinThem() {
        AugmentationSettings wild = new AugmentationSettings(
                SIZE, 0.05, 1.0, 2.0, 0.5, 0.4, 0.4, 0.4, 0.2, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
        Augmentation transform = new Augmentation(wild);

        for (int seed = 0; seed < 200; seed++) {
            float[] planes =
                    transform.apply(TestPictures.gradient(1 + seed % 3, 1 + seed % 40), new SplittableRandom(seed));
            for (float sample : planes) {
                assertThat(sample).isBetween(0f, 1.00001f);
            }
        }
    }

    @Test
    void settings_outOfRange_areRefused() {
        assertThatThrownBy(() -> raw(1.5, null)).hasMessage("flip must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> AugmentationSettings.plain(0)).hasMessage("size must be at least 1, got 0");
    }

    /** Samples in [0, 1]. */
    private static AugmentationSettings raw(Double flip, Double grayscale) {
        return new AugmentationSettings(
                SIZE,
                null,
                null,
                null,
                flip,
                null,
                null,
                null,
                grayscale,
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0));
    }
}
