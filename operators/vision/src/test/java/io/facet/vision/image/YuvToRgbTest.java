package io.facet.vision.image;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.video.YuvImage;
import io.facet.domain.video.YuvImage.Matrix;

import static org.assertj.core.api.Assertions.assertThat;

class YuvToRgbTest {

    /** Colour bars after ITU-R BT.601-7 and BT.709-6, quantised to 8 bits. */
    @ParameterizedTest
    @CsvSource({
        "BT601, false, 235, 128, 128, 255, 255, 255",
        "BT601, false, 16, 128, 128, 0, 0, 0",
        "BT601, false, 81, 90, 240, 255, 0, 0",
        "BT601, false, 145, 54, 34, 0, 255, 0",
        "BT601, false, 41, 240, 110, 0, 0, 255",
        "BT601, true, 76, 85, 255, 254, 0, 0",
        "BT709, false, 63, 102, 240, 255, 0, 0",
        "BT709, false, 173, 42, 26, 0, 255, 0",
        "BT709, false, 32, 240, 118, 0, 0, 255",
        "BT709, true, 54, 99, 255, 254, 0, 0",
    })
    void rgb_ofKnownColours_isWithinARoundingStep(
            Matrix matrix, boolean fullRange, int y, int u, int v, int red, int green, int blue) {
        byte[] one = new byte[1];
        YuvToRgb colors = YuvToRgb.of(new YuvImage(1, 1, one, one, one, matrix, fullRange));

        int rgb = colors.rgb(y, u, v);

        assertThat(rgb >> 16 & 0xFF).isBetween(red - 2, red + 2);
        assertThat(rgb >> 8 & 0xFF).isBetween(green - 2, green + 2);
        assertThat(rgb & 0xFF).isBetween(blue - 2, blue + 2);
    }

    @Test
    void rgb_ofEveryExtremeSample_staysInRange() {
        byte[] one = new byte[1];
        for (Matrix matrix : Matrix.values()) {
            for (boolean fullRange : new boolean[] {false, true}) {
                YuvToRgb colors = YuvToRgb.of(new YuvImage(1, 1, one, one, one, matrix, fullRange));
                assertThat(colors.rgb(255, 255, 255) >> 16).isEqualTo(255);
                assertThat(colors.rgb(255, 255, 128) & 0xFF).isEqualTo(255);
                assertThat(colors.rgb(0, 0, 128) & 0xFF).isZero();
                assertThat(colors.rgb(0, 128, 0) >> 16).isZero();
            }
        }
    }

    @Test
    void rgb_ofFullRangeGray_isExactlyThatGray() {
        byte[] one = new byte[1];
        YuvToRgb colors = YuvToRgb.of(new YuvImage(1, 1, one, one, one, Matrix.BT709, true));
        for (int gray = 0; gray < 256; gray++) {
            assertThat(colors.rgb(gray, 128, 128)).isEqualTo(gray * 0x010101);
        }
    }
}
