package io.facet.vision.align;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.domain.video.YuvImage.Matrix;
import io.facet.vision.Faces;
import io.facet.vision.image.YuvImages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class FaceAlignerTest {
    private static final FaceAligner ALIGNER = new FaceAligner(AlignmentTemplates.FACET_224);

    /** Dots are drawn at the five points of a face in any pose; in the crop they must lie on the mean face. */
    @ParameterizedTest
    @CsvSource({"1, 0", "0.4, 0.3", "0.35, -1.2", "2.3, 0.5", "3.9, 3.0", "1.41, 0.1", "1.43, 0.1"})
    void align_ofAnyPose_putsTheFivePointsOnTheMeanFace(double facePxPerCropPx, double angle) {
        CropTransform pose =
                new CropTransform(facePxPerCropPx * Math.cos(angle), facePxPerCropPx * Math.sin(angle), 0, 0);
        Point centre = pose.toCrop(new Point(112, 112));
        pose = new CropTransform(pose.a(), pose.b(), 500.3 - centre.x(), 499.7 - centre.y());
        FivePoints points = Faces.transformed(pose);
        YuvImage image = dots(1000, 1000, points, 5 * facePxPerCropPx);

        AlignedCrop crop = ALIGNER.align(image, points);

        for (Point expected : AlignmentTemplates.FACET_224.points().asList()) {
            for (int channel = 0; channel < 3; channel++) {
                Point found = centroid(crop, channel, expected, 10);
                assertThat(found.x()).as("channel %d", channel).isCloseTo(expected.x(), within(0.25));
                assertThat(found.y()).as("channel %d", channel).isCloseTo(expected.y(), within(0.25));
            }
        }
    }

    @Test
    void align_atTheCropsOwnScale_copiesThePixels() {
        YuvImage image = noise(300, 280);
        FivePoints points = Faces.transformed(new CropTransform(1, 0, 30, 20));

        AlignedCrop crop = ALIGNER.align(image, points);

        for (int y = 0; y < 224; y++) {
            for (int x = 0; x < 224; x++) {
                assertThat(crop.rgb()[y * 224 + x]).isEqualTo(image.y()[(y + 20) * 300 + x + 30]);
            }
        }
    }

    @Test
    void align_ofFaceEightTimesTheCrop_doesNotAlias() {
        byte[] checks = new byte[2000 * 2000];
        for (int at = 0; at < checks.length; at++) {
            checks[at] = (byte) ((at % 2000 + at / 2000) % 2 == 0 ? 0 : 255);
        }

        AlignedCrop crop =
                ALIGNER.align(gray(2000, 2000, checks), Faces.transformed(new CropTransform(8, 0.3, 90, 90)));

        for (byte value : crop.rgb()) {
            assertThat(value & 0xFF).isBetween(127, 128);
        }
    }

    @Test
    void align_ofFaceAtTheEdge_isBlackOutsideTheFrame() {
        byte[] white = new byte[400 * 300];
        Arrays.fill(white, (byte) 255);
        // The frame's left edge lies on crop column 112.
        FivePoints points = Faces.transformed(new CropTransform(1, 0, -112, 20));

        AlignedCrop crop = ALIGNER.align(gray(400, 300, white), points);

        for (int y = 0; y < 224; y++) {
            assertThat(crop.rgb()[y * 224 + 111]).isZero();
            assertThat(crop.rgb()[y * 224 + 112] & 0xFF).isEqualTo(255);
        }
    }

    @Test
    void align_ofFaceBesideTheFrame_isAllBlack() {
        for (double scale : new double[] {0.5, 1, 6}) {
            FivePoints points = Faces.transformed(new CropTransform(scale, 0, 9000, -9000));
            assertThat(ALIGNER.align(noise(64, 48), points).rgb()).containsOnly(0);
        }
    }

    @Test
    void align_ofFaceFarLargerThanTheFrame_staysBounded() {
        FivePoints points = Faces.transformed(new CropTransform(5000, 0, -5000 * 112, -5000 * 112));

        AlignedCrop crop = ALIGNER.align(noise(64, 48), points);

        assertThat(crop.size()).isEqualTo(224);
    }

    @Test
    void align_ofOddSizedFrame_readsItsLastRowAndColumn() {
        byte[] white = new byte[225 * 225];
        Arrays.fill(white, (byte) 255);

        for (double scale : new double[] {0.25, 1, 1.004, 2, 4}) {
            double middle = 112.5 - 112 * scale;
            AlignedCrop crop = ALIGNER.align(
                    gray(225, 225, white), Faces.transformed(new CropTransform(scale, 0, middle, middle)));
            for (int y = 0; y < 224; y++) {
                double sourceY = (y + 0.5 - 112) * scale + 112.5;
                int expected = sourceY >= 0 && sourceY < 225 ? 255 : 0;
                assertThat(crop.rgb()[y * 224 + 112] & 0xFF).isEqualTo(expected);
            }
        }
    }

    @Test
    void align_ofTheSameFaceTwice_givesTheSameBytes() {
        YuvImage image = noise(640, 480);
        FivePoints points = Faces.frontal(new Box(100, 80, 217, 290));

        assertThat(ALIGNER.align(image, points).rgb())
                .isEqualTo(ALIGNER.align(image, points).rgb());
    }

    @Test
    void align_ofCoincidingPoints_isRefused() {
        FivePoints same = FivePoints.of(Collections.nCopies(5, new Point(30, 30)));

        assertThatThrownBy(() -> ALIGNER.align(noise(64, 48), same)).isInstanceOf(IllegalArgumentException.class);
    }

    private static YuvImage dots(int width, int height, FivePoints points, double radius) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(new Color(0xE0, 0xA0, 0x70));
        for (Point point : points.asList()) {
            graphics.fill(new Ellipse2D.Double(point.x() - radius, point.y() - radius, 2 * radius, 2 * radius));
        }
        graphics.dispose();
        return YuvImages.fromBufferedImage(picture);
    }

    private static Point centroid(AlignedCrop crop, int channel, Point around, int reach) {
        double sum = 0;
        double x = 0;
        double y = 0;
        for (int row = (int) around.y() - reach; row <= (int) around.y() + reach; row++) {
            for (int column = (int) around.x() - reach; column <= (int) around.x() + reach; column++) {
                int value = crop.rgb()[(channel * crop.size() + row) * crop.size() + column] & 0xFF;
                sum += value;
                x += value * (column + 0.5);
                y += value * (row + 0.5);
            }
        }
        return new Point(x / sum, y / sum);
    }

    private static YuvImage noise(int width, int height) {
        byte[] y = new byte[width * height];
        new Random(7).nextBytes(y);
        return gray(width, height, y);
    }

    private static YuvImage gray(int width, int height, byte[] y) {
        byte[] chroma = new byte[((width + 1) / 2) * ((height + 1) / 2)];
        Arrays.fill(chroma, (byte) 128);
        return new YuvImage(width, height, y, chroma, chroma, Matrix.BT601, true);
    }
}
