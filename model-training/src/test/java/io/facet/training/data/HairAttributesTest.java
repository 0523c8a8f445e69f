package io.facet.training.data;

import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a mask says of hair. */
class HairAttributesTest {
    private static final int SIDE = 100;
    private static final byte HAIR = 13;

    /** Hair from row to row and column to column of a prepared face's mask; the rest is skin. */
    private static ClassMap hair(int left, int right, int top, int bottom) {
        byte[] classes = new byte[SIDE * SIDE];
        Arrays.fill(classes, (byte) 1);
        for (int y = top; y < bottom; y++) {
            Arrays.fill(classes, y * SIDE + left, y * SIDE + right, HAIR);
        }
        return new ClassMap(SIDE, FaceLabels.PARTS.size(), classes);
    }

    @Test
    void of_noHair_isNeitherOfThem() {
        assertThat(HairAttributes.of(hair(0, 0, 0, 0)))
                .containsOnly(
                        Map.entry(HairAttributes.VISIBLE, 0.0),
                        Map.entry(HairAttributes.BANGS, 0.0),
                        Map.entry(HairAttributes.LONG, 0.0));
    }

    @Test
    void of_hairOnTheHead_isVisibleAndShort() {
        assertThat(HairAttributes.of(hair(20, 80, 10, 25)))
                .containsEntry(HairAttributes.VISIBLE, 1.0)
                .containsEntry(HairAttributes.BANGS, 0.0)
                .containsEntry(HairAttributes.LONG, 0.0);
    }

    @Test
    void of_hairDownToTheBrows_isBangs() {
        assertThat(HairAttributes.of(hair(30, 70, 10, 37))).containsEntry(HairAttributes.BANGS, 1.0);
    }

    @Test
    void of_hairBesideTheChin_isLong() {
        assertThat(HairAttributes.of(hair(10, 30, 20, 90))).containsEntry(HairAttributes.LONG, 1.0);
    }

    @Test
    void of_hairOutsideTheAlignedCrop_doesNotCount() {
        assertThat(HairAttributes.of(hair(0, 100, 0, 10))).containsEntry(HairAttributes.VISIBLE, 0.0);
    }

    @Test
    void of_otherClasses_saysNothing() {
        assertThat(HairAttributes.of(new ClassMap(2, 11, new byte[4]))).isEmpty();
    }
}
