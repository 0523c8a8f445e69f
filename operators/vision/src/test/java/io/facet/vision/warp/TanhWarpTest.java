package io.facet.vision.warp;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TanhWarpTest {
    private static final int SIZE = 64;

    /** A crop of 64 pixels around (50, 60) of the source, turned by 20° and enlarged. */
    private static final CropTransform TURNED = around(50, 60, 1.6, Math.toRadians(20));

    private static CropTransform around(double x, double y, double scale, double angle) {
        double a = scale * Math.cos(angle);
        double b = scale * Math.sin(angle);
        return new CropTransform(a, b, SIZE / 2.0 - (a * x - b * y), SIZE / 2.0 - (b * x + a * y));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.8, 1})
    void unwarp_warpedPoint_isThePoint(double alpha) {
        TanhWarp warp = new TanhWarp(TURNED, SIZE, alpha);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1000; i++) {
            Point source = new Point(random.nextDouble(20, 80), random.nextDouble(30, 90));
            Point back = warp.unwarp(warp.warp(source));
            assertThat(back.x()).isCloseTo(source.x(), within(1e-6));
            assertThat(back.y()).isCloseTo(source.y(), within(1e-6));
        }
    }

    @Test
    void warp_points_followFarlsFormula() {
        TanhWarp warp = new TanhWarp(new CropTransform(1, 0, 0, 0), SIZE, 0.8);

        // Within ±0.2 the identity; at 1.0: 0.2 + 0.8 tanh(0.8 / 0.8).
        assertThat(warp.warp(new Point(32, 36)).y()).isCloseTo(36, within(1e-9));
        double expected = 0.2 + 0.8 * Math.tanh(1);
        assertThat(warp.warp(new Point(64, 0)).x()).isCloseTo(32 + 32 * expected, within(1e-9));
        assertThat(warp.warp(new Point(64, 0)).y()).isCloseTo(32 - 32 * expected, within(1e-9));
    }

    @Test
    void warp_farAway_staysInThePicture() {
        TanhWarp warp = new TanhWarp(TURNED, SIZE, 0.8);
        Point far = warp.warp(new Point(1e9, -1e9));

        assertThat(far.x()).isEqualTo(SIZE);
        assertThat(far.y()).isBetween(0.0, (double) SIZE);
        assertThat(warp.unwarp(new Point(SIZE, SIZE / 2.0)).x()).isInfinite();
    }

    @Test
    void unwarp_outsideThePicture_isRefused() {
        TanhWarp warp = new TanhWarp(TURNED, SIZE, 0.8);

        assertThatThrownBy(() -> warp.unwarp(new Point(65, 3)))
                .hasMessage("expected a coordinate of a warped picture, from 0 to 64, found 65.0");
        assertThatThrownBy(() -> warp.unwarp(new Point(Double.NaN, 3))).hasMessageContaining("found NaN");
    }

    @Test
    void alpha_outOfRange_isRefused() {
        assertThatThrownBy(() -> new TanhWarp(TURNED, SIZE, 0))
                .hasMessage("a warp has a size of 1 or more and an alpha in (0, 1], found 64 and 0.0");
    }

    @Test
    void image_warpedAndBack_isTheImageNearTheFace() {
        TanhWarp large = new TanhWarp(scaled(TURNED, 4), 256, 0.8);
        byte[] picture = smooth(100, 120);

        byte[] back = large.unwarpImage(large.warpImage(picture, 3, 100, 120), 3, 100, 120);
        double worst = 0;
        for (int row = 50; row < 70; row++) {
            for (int column = 40; column < 60; column++) {
                for (int c = 0; c < 3; c++) {
                    int at = (row * 100 + column) * 3 + c;
                    worst = Math.max(worst, Math.abs((picture[at] & 0xFF) - (back[at] & 0xFF)));
                }
            }
        }
        assertThat(worst).isLessThanOrEqualTo(3);
    }

    @Test
    void classes_warpedAndBack_areTheClasses() {
        TanhWarp warp = new TanhWarp(scaled(TURNED, 8), 512, 0.8);
        byte[] classes = new byte[100 * 120];
        for (int row = 0; row < 120; row++) {
            for (int column = 0; column < 100; column++) {
                classes[row * 100 + column] = (byte) (1 + column / 25 + 4 * (row / 30));
            }
        }
        byte[] warped = warp.warpClasses(classes, 100, 120, (byte) 0);
        byte[] back = warp.unwarpClasses(warped, 100, 120);

        int same = 0;
        for (int at = 0; at < classes.length; at++) {
            same += back[at] == classes[at] ? 1 : 0;
        }
        assertThat(same).isGreaterThan(classes.length * 96 / 100);
        // The corners of the warped picture show what is outside the source.
        assertThat(warped[0]).isZero();
    }

    @Test
    void maps_ofAWarpedPoint_haveTheirPeakAtThePoint() {
        TanhWarp warp = new TanhWarp(scaled(TURNED, 4), 256, 0.8);
        int side = 64;
        Point source = new Point(43.5, 66.5);
        Point place = warp.warp(source);
        float[] maps = new float[2 * side * side];
        for (int at = 0; at < side * side; at++) {
            double dx = at % side + 0.5 - place.x() / 4;
            double dy = at / side + 0.5 - place.y() / 4;
            maps[side * side + at] = (float) Math.exp(-(dx * dx + dy * dy) / 4);
        }
        float[] back = warp.unwarpMaps(maps, 2, side, 100, 120);

        int best = 0;
        for (int at = 0; at < 100 * 120; at++) {
            assertThat(back[at]).isZero();
            best = back[100 * 120 + at] > back[100 * 120 + best] ? at : best;
        }
        assertThat(best % 100 + 0.5).isCloseTo(source.x(), within(1.0));
        assertThat(best / 100 + 0.5).isCloseTo(source.y(), within(1.0));
    }

    @Test
    void image_ofAnotherLength_isRefused() {
        TanhWarp warp = new TanhWarp(TURNED, SIZE, 0.8);

        assertThatThrownBy(() -> warp.warpImage(new byte[10], 3, 2, 2))
                .hasMessage("expected 12 values of a picture of 2x2 with 3 each, found 10");
    }

    private static CropTransform scaled(CropTransform transform, double by) {
        return new CropTransform(transform.a() * by, transform.b() * by, transform.tx() * by, transform.ty() * by);
    }

    private static byte[] smooth(int width, int height) {
        byte[] pixels = new byte[3 * width * height];
        for (int at = 0; at < pixels.length; at++) {
            int pixel = at / 3;
            double wave = Math.sin(0.15 * (pixel % width) + at % 3) * Math.cos(0.1 * (pixel / width));
            pixels[at] = (byte) (128 + 100 * wave);
        }
        return pixels;
    }
}
