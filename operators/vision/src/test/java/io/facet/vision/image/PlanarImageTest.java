package io.facet.vision.image;

import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

import io.facet.domain.bundle.ImageInput;
import io.facet.domain.bundle.ImageInput.ColorOrder;
import io.facet.domain.video.YuvImage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class PlanarImageTest {
    private static final ImageInput RAW_RGB = input(ColorOrder.RGB, 1, 0, 1);

    @Test
    void fill_ofFlatColour_isFlatInTheChannelOrderAsked() {
        YuvImage image = YuvImages.fromBufferedImage(Pictures.flat(64, 48, 0xC08040));
        Letterbox box = Letterbox.fit(64, 48, 20, 1);

        float[] rgb = fill(image, box, RAW_RGB);
        float[] bgr = fill(image, box, input(ColorOrder.BGR, 1, 0, 1));
        float[] gray = fill(image, box, input(ColorOrder.GRAY, 1, 0, 1));

        int plane = 20 * 15;
        assertThat(rgb).hasSize(3 * plane);
        assertThat(gray).hasSize(plane);
        for (int at = 0; at < plane; at++) {
            assertThat(rgb[at]).isCloseTo(0xC0, within(2f));
            assertThat(rgb[plane + at]).isCloseTo(0x80, within(2f));
            assertThat(rgb[2 * plane + at]).isCloseTo(0x40, within(2f));
            assertThat(bgr[at]).isEqualTo(rgb[2 * plane + at]);
            assertThat(bgr[plane + at]).isEqualTo(rgb[plane + at]);
            assertThat(gray[at])
                    .isCloseTo(
                            0.299f * rgb[at] + 0.587f * rgb[plane + at] + 0.114f * rgb[2 * plane + at], within(1e-3f));
        }
    }

    @Property(tries = 60)
    void fill_whenShrinking_averagesByArea(
            @ForAll @IntRange(min = 2, max = 70) int width,
            @ForAll @IntRange(min = 2, max = 70) int height,
            @ForAll @IntRange(min = 1, max = 70) int maxSide,
            @ForAll long seed) {
        YuvImage image = Pictures.grayNoise(width, height, seed);
        Letterbox box = Letterbox.fit(width, height, maxSide, 1);

        float[] filled = fill(image, box, RAW_RGB);

        for (int y = 0; y < box.height(); y++) {
            for (int x = 0; x < box.width(); x++) {
                // Weights are whole 256ths, two half steps of 255 grey levels on either axis.
                assertThat(filled[y * box.width() + x]).isCloseTo((float) areaMean(image, box, x, y), within(4f));
            }
        }
    }

    @Test
    void fill_withoutShrinking_isThePictureItself() {
        YuvImage image = Pictures.grayNoise(37, 21, 5);

        float[] filled = fill(image, Letterbox.fit(37, 21, 64, 1), RAW_RGB);

        for (int at = 0; at < 37 * 21; at++) {
            assertThat(filled[at]).isEqualTo(image.y()[at] & 0xFF);
        }
    }

    @Test
    void fill_ofStripesFinerThanTheTarget_isGray() {
        byte[] stripes = new byte[400 * 300];
        for (int at = 0; at < stripes.length; at++) {
            stripes[at] = (byte) (at % 2 == 0 ? 0 : 255);
        }

        float[] filled = fill(Pictures.gray(400, 300, stripes), Letterbox.fit(400, 300, 100, 1), RAW_RGB);

        for (float value : filled) {
            assertThat(value).isCloseTo(127.5f, within(1.1f));
        }
    }

    @Test
    void fill_withPadding_normalisesContentAndBlackAlike() {
        YuvImage image = YuvImages.fromBufferedImage(Pictures.flat(10, 4, 0xFFFFFF));
        Letterbox box = Letterbox.fit(10, 4, 10, 8);

        float[] filled = fill(image, box, input(ColorOrder.RGB, 1 / 255.0, 0.5, 0.25));

        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 16; x++) {
                assertThat(filled[y * 16 + x]).isCloseTo(x < 10 && y < 4 ? 2 : -2, within(1e-5f));
            }
        }
    }

    @Test
    void fill_ofABatch_goesOnWhereTheLastFrameEnded() {
        YuvImage first = Pictures.grayNoise(16, 8, 1);
        YuvImage second = Pictures.grayNoise(16, 8, 2);
        Letterbox box = Letterbox.fit(16, 8, 16, 8);
        FloatBuffer batch = FloatBuffer.allocate(2 * 3 * 16 * 8);

        PlanarImage.fill(first, box, RAW_RGB, batch);
        PlanarImage.fill(second, box, RAW_RGB, batch);

        assertThat(batch.remaining()).isZero();
        assertThat(batch.get(0)).isEqualTo(first.y()[0] & 0xFF);
        assertThat(batch.get(3 * 16 * 8)).isEqualTo(second.y()[0] & 0xFF);
    }

    @Test
    void fill_ofOneColourEdge_putsChromaWhereItBelongs() {
        // Red left of column 32, so the colour edge of the shrunk picture must lie at its middle.
        var picture = Pictures.flat(64, 64, 0x000000);
        for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 32; x++) {
                picture.setRGB(x, y, 0xFF0000);
            }
        }

        float[] filled = fill(YuvImages.fromBufferedImage(picture), Letterbox.fit(64, 64, 16, 1), RAW_RGB);

        assertThat(filled[8 * 16 + 6]).isCloseTo(255, within(3f));
        assertThat(filled[8 * 16 + 7]).isGreaterThan(200);
        assertThat(filled[8 * 16 + 8]).isLessThan(55);
        assertThat(filled[8 * 16 + 9]).isCloseTo(0, within(3f));
    }

    @Test
    void fill_withTooSmallABuffer_saysHowMuchIsNeeded() {
        YuvImage image = Pictures.grayNoise(16, 8, 1);

        assertThatThrownBy(
                        () -> PlanarImage.fill(image, Letterbox.fit(16, 8, 16, 8), RAW_RGB, FloatBuffer.allocate(383)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("384")
                .hasMessageContaining("383");
        assertThatThrownBy(
                        () -> PlanarImage.fill(image, Letterbox.fit(8, 16, 16, 8), RAW_RGB, FloatBuffer.allocate(384)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16x8");
    }

    private static double areaMean(YuvImage image, Letterbox box, int x, int y) {
        double left = x / box.scaleX();
        double right = (x + 1) / box.scaleX();
        double top = y / box.scaleY();
        double bottom = (y + 1) / box.scaleY();
        double sum = 0;
        for (int row = (int) top; row < Math.min(image.height(), Math.ceil(bottom)); row++) {
            for (int column = (int) left; column < Math.min(image.width(), Math.ceil(right)); column++) {
                double covered = (Math.min(right, column + 1) - Math.max(left, column))
                        * (Math.min(bottom, row + 1) - Math.max(top, row));
                sum += covered * (image.y()[row * image.width() + column] & 0xFF);
            }
        }
        return sum / ((right - left) * (bottom - top));
    }

    private static float[] fill(YuvImage image, Letterbox box, ImageInput spec) {
        float[] values = new float[spec.color().channels() * box.width() * box.height()];
        PlanarImage.fill(image, box, spec, FloatBuffer.wrap(values));
        return values;
    }

    private static ImageInput input(ColorOrder color, double scale, double mean, double std) {
        List<Double> means = Collections.nCopies(color.channels(), mean);
        return new ImageInput("image", 0, 0, 1, color, scale, means, Collections.nCopies(color.channels(), std));
    }
}
