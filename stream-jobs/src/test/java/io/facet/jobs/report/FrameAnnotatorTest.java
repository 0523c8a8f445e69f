package io.facet.jobs.report;

import java.awt.Color;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FrameAnnotatorTest {
    private static final AnnotationOptions BOXES = new AnnotationOptions(false, false, false, false);
    private static final Box BOX = new Box(200, 150, 120, 150);

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB})
    void draw_box_liesOnItsEdgesInTheColourOfTheTrack(int type) {
        BufferedImage frame = new BufferedImage(640, 360, type);

        new FrameAnnotator(BOXES).draw(frame, List.of(face(4, BOX)));

        int colour = TrackPalette.colour(4).getRGB();
        assertThat(List.of(
                        frame.getRGB(200, 160), frame.getRGB(319, 160), frame.getRGB(210, 150), frame.getRGB(210, 299)))
                .allMatch(pixel -> near(pixel, colour));
        assertThat(frame.getRGB(260, 225) & 0xFFFFFF).isZero();
        assertThat(frame.getRGB(100, 100) & 0xFFFFFF).isZero();
    }

    @Test
    void draw_landmarks_areDotsAtTheirPlaces() {
        BufferedImage frame = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        HeadResult landmarks =
                new HeadResult.Landmarks("two", List.of(new Point(240.5, 200.5), new Point(280.5, 240.5)));

        new FrameAnnotator(new AnnotationOptions(false, true, false, false))
                .draw(frame, List.of(face(1, BOX, landmarks)));

        assertThat(near(frame.getRGB(240, 200), 0xFFFFFF)).isTrue();
        assertThat(near(frame.getRGB(280, 240), 0xFFFFFF)).isTrue();
        assertThat(frame.getRGB(260, 220) & 0xFFFFFF).isZero();
    }

    @Test
    void draw_parsing_coversWhatTheTransformSaysAndLeavesTheBackground() {
        BufferedImage frame = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        byte[] mask = new byte[32 * 32];
        for (int y = 8; y < 16; y++) {
            for (int x = 20; x < 28; x++) {
                mask[y * 32 + x] = 1;
            }
        }
        // A rotated, scaled and moved mask: every source pixel must show the class that the transform gives it.
        CropTransform toMask = new CropTransform(0.12, 0.05, -14, -20);
        HeadResult parsing = new HeadResult.Parsing(List.of("background", "skin"), 32, mask, toMask);

        new FrameAnnotator(new AnnotationOptions(false, false, true, false))
                .draw(frame, List.of(face(1, new Box(-50, -50, 1, 1), parsing)));

        int painted = 0;
        int wrong = 0;
        for (int y = 0; y < 400; y++) {
            for (int x = 0; x < 400; x++) {
                Point at = toMask.toCrop(new Point(x + 0.5, y + 0.5));
                boolean skin = at.x() >= 20 && at.x() < 28 && at.y() >= 8 && at.y() < 16;
                boolean shown = (frame.getRGB(x, y) & 0xFFFFFF) != 0;
                painted += shown ? 1 : 0;
                wrong += skin == shown ? 0 : 1;
            }
        }
        assertThat(painted).isGreaterThan(3000);
        assertThat(wrong).isLessThan(painted / 50);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "600,0", "0,330", "600,330", "-60,-70", "620,350", "250,100"})
    void place_anyBox_labelStaysInsideTheFrame(int x, int y) {
        Rectangle frame = new Rectangle(640, 360);
        FaceObservation face = face(3, new Box(x, y, 90, 110), age(), gender(), expression());
        var graphics = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB).createGraphics();

        FaceLabel label = FaceLabel.fit(graphics, face, frame, 1).orElseThrow();

        assertThat(frame.contains(label.place(face.box(), frame, List.of(), List.of())))
                .isTrue();
        graphics.dispose();
    }

    @Test
    void place_faceAboveTheBox_labelGoesWhereItHidesNone() {
        Rectangle frame = new Rectangle(640, 360);
        var graphics = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB).createGraphics();
        FaceLabel label =
                FaceLabel.fit(graphics, face(3, BOX, age(), gender()), frame, 1).orElseThrow();
        Rectangle above = label.place(BOX, frame, List.of(), List.of());

        Rectangle elsewhere = label.place(BOX, frame, List.of(FaceLabel.bounds(BOX), above), List.of());

        assertThat(elsewhere.intersects(above)).isFalse();
        assertThat(elsewhere.intersects(FaceLabel.bounds(BOX))).isFalse();
        graphics.dispose();
    }

    @Test
    void place_neighbours_labelsDoNotCoverEachOther() {
        Rectangle frame = new Rectangle(640, 360);
        var graphics = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB).createGraphics();
        FaceLabel label =
                FaceLabel.fit(graphics, face(3, BOX, age(), gender()), frame, 1).orElseThrow();

        Rectangle first = label.place(BOX, frame, List.of(), List.of());
        Rectangle second = label.place(new Box(210, 152, 120, 150), frame, List.of(), List.of(first));

        assertThat(second.intersects(first)).isFalse();
        graphics.dispose();
    }

    @Test
    void fit_frameTooSmallForAnyText_givesNoLabel() {
        BufferedImage frame = new BufferedImage(16, 12, BufferedImage.TYPE_INT_RGB);

        new FrameAnnotator(AnnotationOptions.everything())
                .draw(frame, List.of(face(1, new Box(2, 2, 8, 8), age(), gender())));

        assertThat(FaceLabel.fit(frame.createGraphics(), face(1, BOX, age()), new Rectangle(16, 12), 0.1))
                .isEmpty();
    }

    @Test
    void draw_labels_showsWhatTheHeadsSayInLines() {
        var graphics = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB).createGraphics();

        FaceLabel label = FaceLabel.fit(
                        graphics,
                        face(12, BOX, age(), gender(), expression(), group(), new HeadResult.Quality(0.71)),
                        new Rectangle(640, 360),
                        1)
                .orElseThrow();

        assertThat(label.lines())
                .containsExactly(
                        "#12  90\u00a0%",
                        "34 y, female 92\u00a0%", "happy 80\u00a0%", "other 60\u00a0%", "quality 71\u00a0%");
        graphics.dispose();
    }

    @Test
    void draw_sameObservationsTwice_givesTheSamePixels() {
        List<FaceObservation> faces = List.of(
                face(1, BOX, age(), gender(), SampleRun.landmarks(BOX), SampleRun.parsing(BOX)),
                face(2, new Box(300, 100, 90, 110), age(), expression()));
        BufferedImage first = SampleRun.picture(640, 360, faces);
        BufferedImage second = SampleRun.picture(640, 360, faces);

        new FrameAnnotator(AnnotationOptions.everything()).draw(first, faces);
        new FrameAnnotator(AnnotationOptions.everything()).draw(second, faces);

        assertThat(pixels(second)).isEqualTo(pixels(first));
    }

    @Test
    void draw_imageWithAlpha_isRefusedWithExpectedAndFound() {
        BufferedImage frame = new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB);

        assertThatThrownBy(() -> new FrameAnnotator(BOXES).draw(frame, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("expected", "TYPE_3BYTE_BGR", "got 2");
    }

    @Test
    void ink_everyColourOfThePalette_contrastsAtLeastAsTextMust() {
        for (int i = 0; i < TrackPalette.size(); i++) {
            Color colour = TrackPalette.colour(i);
            double background = luminance(colour);
            double ink = luminance(TrackPalette.ink(colour));
            double contrast = (Math.max(background, ink) + 0.05) / (Math.min(background, ink) + 0.05);
            assertThat(contrast).as(TrackPalette.hex(colour)).isGreaterThan(4.5);
        }
    }

    private static double luminance(Color colour) {
        float[] linear = colour.getColorComponents(
                java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_LINEAR_RGB), null);
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    private static boolean near(int pixel, int colour) {
        for (int shift = 0; shift <= 16; shift += 8) {
            if (Math.abs((pixel >> shift & 0xFF) - (colour >> shift & 0xFF)) > 40) {
                return false;
            }
        }
        return true;
    }

    private static FaceObservation face(long track, Box box, HeadResult... heads) {
        return SampleRun.observation("a", track, 0, box, 0.9, List.of(heads));
    }

    private static HeadResult age() {
        return new HeadResult.Age(34.2);
    }

    private static HeadResult gender() {
        return new HeadResult.Classification(HeadTask.GENDER, "female", Map.of("female", 0.92, "male", 0.08));
    }

    private static HeadResult group() {
        return new HeadResult.Classification(HeadTask.GROUP, "other", Map.of("other", 0.6, "Indian", 0.4));
    }

    private static HeadResult expression() {
        return new HeadResult.Classification(HeadTask.EXPRESSION, "happy", Map.of("happy", 0.8, "sad", 0.2));
    }
}
