package io.facet.vision.image;

import java.awt.image.BufferedImage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.video.YuvImage;

import static org.assertj.core.api.Assertions.assertThat;

class BufferedImagesTest {

    @ParameterizedTest
    @ValueSource(ints = {0x000000, 0xFFFFFF, 0xC08040, 0x2040E0, 0x10F020, 0x808080})
    void fromAndToBufferedImage_ofFlatColour_keepsTheColour(int rgb) {
        YuvImage yuv = YuvImages.fromBufferedImage(Pictures.flat(7, 5, rgb));
        BufferedImage back = RgbImages.toBufferedImage(yuv);

        assertThat(back.getWidth()).isEqualTo(7);
        assertThat(back.getHeight()).isEqualTo(5);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 7; x++) {
                for (int shift = 0; shift <= 16; shift += 8) {
                    int expected = rgb >> shift & 0xFF;
                    assertThat(back.getRGB(x, y) >> shift & 0xFF).isBetween(expected - 2, expected + 2);
                }
            }
        }
    }

    @Test
    void fromBufferedImage_ofAnEdge_sitesChromaOnEvenColumns() {
        BufferedImage image = Pictures.flat(8, 2, 0x000000);
        for (int y = 0; y < 2; y++) {
            for (int x = 4; x < 8; x++) {
                image.setRGB(x, y, 0x0000FF);
            }
        }

        YuvImage yuv = YuvImages.fromBufferedImage(image);

        // Column 4 is the first blue one: its chroma sample sees three quarters of blue, the one before none.
        assertThat(yuv.u()[0] & 0xFF).isEqualTo(128);
        assertThat(yuv.u()[1] & 0xFF).isEqualTo(128);
        assertThat(yuv.u()[2] & 0xFF).isEqualTo(128 + 84);
        assertThat(yuv.u()[3] & 0xFF).isEqualTo(240);
    }

    @Test
    void toBufferedImage_ofCrop_readsThePlanes() {
        byte[] rgb = new byte[3 * 4];
        rgb[1] = (byte) 200;
        rgb[4 + 1] = 100;
        rgb[8 + 1] = 50;

        BufferedImage image = RgbImages.toBufferedImage(new AlignedCrop(rgb, 2, new CropTransform(1, 0, 0, 0)));

        assertThat(image.getRGB(1, 0)).isEqualTo(0xFFC86432);
        assertThat(image.getRGB(0, 1)).isEqualTo(0xFF000000);
    }
}
