package io.facet.training.finetune;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.training.data.ClassMap;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;
import io.facet.training.data.source.PreparedFace;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

/** Picture, points and masks are cut and varied together. */
class FaceViewsTest {
    /** Samples in [0, 1]. */
    private static final FaceAugmentation RAW = Faces.augmentation("{mean: [0, 0, 0], std: [1, 1, 1]}");

    private static final int SIDE = 64;

    private static FaceAugmentation raw(String yaml) {
        return Faces.augmentation(yaml).over(RAW);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5})
    void views_movedMirroredAndWarped_showThePictureWhereTheGeometrySays(double warp) {
        FaceViews views =
                new FaceViews(raw("{warp: %s, rotation: 40, scale: 0.3, shift: 0.1, flip: 0.5}".formatted(warp)), SIDE);
        Sample sample = Faces.dot(24, 15);
        SplittableRandom random = new SplittableRandom(3);

        int mirrored = 0;
        for (int i = 0; i < 50; i++) {
            FaceView view = views.of(sample, random);
            double[] centre = centreOfLight(view.image());
            double[] expected = view.seen(24.5, 15.5);
            assertThat(centre[0]).isCloseTo(expected[0], within(0.01));
            assertThat(centre[1]).isCloseTo(expected[1], within(0.01));
            mirrored += view.geometry().mirrored() ? 1 : 0;
        }
        assertThat(mirrored).isBetween(10, 40);
    }

    /** In [0, 1], from the red plane. */
    private static double[] centreOfLight(float[] image) {
        double mass = 0;
        double x = 0;
        double y = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            mass += image[i];
            x += image[i] * (i % SIDE + 0.5) / SIDE;
            y += image[i] * (i / SIDE + 0.5) / SIDE;
        }
        return new double[] {x / mass, y / mass};
    }

    @Test
    void geometry_thereAndBack_isWhereItWas() {
        ViewGeometry geometry = new ViewGeometry(0.52, 0.47, 0.7, 0.4, 0.8, true);

        double[] stored = geometry.stored(0.2, 0.9);
        assertThat(geometry.seen(stored[0], stored[1])).containsExactly(new double[] {0.2, 0.9}, within(1e-12));
    }

    @Test
    void still_middleOfTheStoredPicture_isTheAlignedCrop() {
        FaceView view = new FaceViews(FaceAugmentation.none(), SIDE).of(Faces.dot(0, 0), new SplittableRandom(0));

        assertThat(view.seen(4, 36)).containsExactly(new double[] {0, 1}, within(1e-12));
    }

    @Test
    void views_outsideTheStoredPicture_areBlackAndUnknown() {
        ViewGeometry beyond = new ViewGeometry(1, 0.5, 1, 0, 0, false);
        byte[] white = new byte[3 * Faces.SIDE * Faces.SIDE];
        Arrays.fill(white, (byte) -1);
        Sample sample = new Sample("white", new RgbImage(Faces.SIDE, Faces.SIDE, white), List.of(), Map.of());

        float[] image = new PictureCut(sample.image(), beyond).planes(8);
        int[] classes = new FaceView(sample, beyond, image).seen(new ClassMap(2, 19, new byte[] {1, 2, 3, 4}), 8);

        assertThat(image[0]).isCloseTo(255, within(1e-3f));
        assertThat(image[7]).isZero();
        assertThat(Arrays.copyOf(classes, 8)).containsExactly(2, 2, 2, 2, 255, 255, 255, 255);
    }

    @Test
    void cut_shrunkThreefold_isTheMeanOfWhatItCovers() {
        Sample sample = Faces.numbered(1, Map.of(), Targets.NONE);
        double mean = 0;
        for (int i = 0; i < sample.image().pixels().length; i += 3) {
            mean += (sample.image().pixels()[i] & 0xFF) * 3.0 / sample.image().pixels().length;
        }

        float[] small = new PictureCut(sample.image(), ViewGeometry.centred(1)).planes(10);

        double found = 0;
        for (int i = 0; i < 100; i++) {
            found += small[i] / 100;
        }
        assertThat(found).isCloseTo(mean, within(1.0));
    }

    @Test
    void targets_inAMirror_changeLeftAndRight() {
        Sample sample = Faces.placed(0);
        FaceView plain = new FaceView(sample, ViewGeometry.centred(0.8), new float[0]);
        FaceView mirror = new FaceView(sample, new ViewGeometry(0.5, 0.5, 0.8, 0, 0, true), new float[0]);
        LandmarksTask landmarks = new LandmarksTask("dense", null, null, null, null, null);
        ParsingTask parsing = new ParsingTask("dense", null, null, null, 4, Map.of("l_eye", 3.0));

        float[] points = floats(landmarks, plain, "points");
        float[] mirrored = floats(landmarks, mirror, "points");
        assertThat(mirrored[2 * 45]).isCloseTo(1 - points[2 * 36], within(1e-6f));
        assertThat(mirrored[2 * 45 + 1]).isCloseTo(points[2 * 36 + 1], within(1e-6f));
        // The left half of the picture is the left eye's class, 4: in a mirror it is on the right, and called 5.
        assertThat(classes(parsing, plain)).startsWith(4, 4, 5, 5);
        assertThat(classes(parsing, mirror)).startsWith(4, 4, 5, 5);
        assertThat(floats(parsing, plain, "pixelWeights")).startsWith(3, 3, 1, 1);
        assertThat(floats(parsing, mirror, "pixelWeights")).startsWith(3, 3, 1, 1);
    }

    @Test
    void parsing_weightOfAnUnknownClass_isRefused() {
        assertThatThrownBy(() -> new ParsingTask("dense", null, null, null, null, Map.of("nostril", 2.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("classWeights")
                .hasMessageContaining("nostril");
    }

    private static float[] floats(Task task, FaceView view, String target) {
        return ((HostTensor.Floats) task.targets(view, false).orElseThrow().get(target)).values();
    }

    private static long[] classes(Task task, FaceView view) {
        return ((HostTensor.Longs) task.targets(view, false).orElseThrow().get("classes")).values();
    }

    @Test
    void views_sameSeed_areTheSame() {
        FaceAugmentation all = Faces.augmentation("{rotation: 15, scale: 0.1, shift: 0.1, flip: 0.5, brightness: 0.3,"
                + " contrast: 0.3, saturation: 0.3, grayscale: 0.2, randAugment: 2, blur: 0.5, shrink: 0.5, noise: 0.5,"
                + " erase: 0.5, surround: 0.5}");
        FaceViews views = new FaceViews(all, 32);
        Sample sample = Faces.aged(3);

        assertThat(views.of(sample, new SplittableRandom(5)).image())
                .isEqualTo(views.of(sample, new SplittableRandom(5)).image())
                .isNotEqualTo(views.of(sample, new SplittableRandom(6)).image());
    }

    @Test
    void erase_always_coversAPartWithOneColour() {
        byte[] white = new byte[3 * Faces.SIDE * Faces.SIDE];
        Arrays.fill(white, (byte) -1);
        Sample sample =
                new Sample("white", new RgbImage(Faces.SIDE, Faces.SIDE, white), List.of(), Map.of(), Targets.NONE);

        float[] image = new FaceViews(raw("{erase: 1}"), SIDE)
                .of(sample, new SplittableRandom(2))
                .image();
        long covered = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            covered += image[i] < 0.999f ? 1 : 0;
        }
        assertThat(covered / (double) (SIDE * SIDE)).isBetween(0.01, 0.25);
        assertThat(new FaceViews(RAW, SIDE).of(sample, new SplittableRandom(2)).image())
                .containsOnly(1f);
    }

    @Test
    void views_pictureThatEndsInTheView_isSurroundedByOtherThanBlack() {
        FaceAugmentation surrounded = raw("{surround: 1}");
        byte[] pixels = new byte[3 * 64 * 64];
        for (int row = 16; row < 48; row++) {
            Arrays.fill(pixels, 3 * (row * 64 + 16), 3 * (row * 64 + 48), (byte) 200);
        }
        Map<String, float[]> place = Map.of(PreparedFace.PICTURE, new float[] {1, 0, 16, 16, 32, 32});
        Sample sample = new Sample(
                "face", new RgbImage(64, 64, pixels), List.of(), Map.of(), new Targets(null, null, null, place));

        float[] view = new FaceViews(surrounded, 64)
                .of(sample, new SplittableRandom(3))
                .image();

        assertThat(view[32 * 64 + 32]).isCloseTo(200f / 255, within(1e-4f));
        assertThat(view[0] + view[4096] + view[8192]).isNotCloseTo(0f, within(0.01f));
    }

    @Test
    void randAugment_anyDraw_changesPixelsAndNeitherSizeNorLabels() {
        FaceViews views = new FaceViews(raw("{randAugment: 3}"), SIDE);
        Sample sample = Faces.aged(4);
        float[] plain =
                new FaceViews(RAW, SIDE).of(sample, new SplittableRandom(0)).image();
        AgeTask age = new AgeTask("age", null, null, null, null, null);
        int changed = 0;
        for (int seed = 0; seed < 50; seed++) {
            FaceView view = views.of(sample, new SplittableRandom(seed));

            assertThat(view.image()).hasSameSizeAs(plain);
            assertThat(view.sample()).isEqualTo(sample);
            assertThat(floats(age, view, "years")).containsExactly(14);
            changed += Arrays.equals(view.image(), plain) ? 0 : 1;
        }
        assertThat(changed).isGreaterThan(40);
    }

    /** The mean of five points errs by a fifth of their variance; the crop moves by as much as its points on average. */
    @Test
    void pointNoise_ofGivenDeviation_movesCropsByThatOfThePointsMean() {
        double deviation = 2;
        double scale = 0.5;
        Sample sample = aligned(scale);
        FaceViews views = new FaceViews(raw("{pointNoise: " + deviation + "}"), 4);
        double[] still = ViewGeometry.centred(0.8).seen(0.5, 0.5);
        SplittableRandom random = new SplittableRandom(8);
        int draws = 4000;
        double sum = 0;
        double sizes = 0;
        for (int i = 0; i < draws; i++) {
            ViewGeometry geometry = views.of(sample, random).geometry();
            double[] seen = geometry.seen(0.5, 0.5);
            sum += Math.pow(seen[0] - still[0], 2) + Math.pow(seen[1] - still[1], 2);
            sizes += Math.pow(Math.log(geometry.extent() / 0.8), 2);
        }

        double inView = deviation * scale / Faces.SIDE / 0.8;
        assertThat(Math.sqrt(sum / (2 * draws))).isCloseTo(inView / Math.sqrt(5), withinPercentage(6));
        assertThat(Math.sqrt(sizes / draws)).isBetween(0.02, 0.1);
    }

    @Test
    void pointNoise_faceWhosePointsAreNotStored_staysWhereItIs() {
        FaceViews views = new FaceViews(raw("{pointNoise: 5}"), 4);

        assertThat(views.of(Faces.aged(1), new SplittableRandom(1)).geometry()).isEqualTo(ViewGeometry.centred(0.8));
    }

    /** Points around the middle of the stored crop, and the crop's scale to its picture. */
    private static Sample aligned(double scale) {
        float[] points = {28, 28, 52, 28, 40, 40, 28, 52, 52, 52};
        Map<String, float[]> vectors = Map.of(
                PreparedFace.PICTURE, new float[] {(float) scale, 0, 0, 0, 80, 80}, PreparedFace.ALIGNED, points);
        return Faces.numbered(1, Map.of(), new Targets(null, null, null, vectors));
    }

    @Test
    void over_valuesThatAreNamed_takeThePlaceOfTheOthers() {
        FaceAugmentation common = Faces.augmentation("{rotation: 15, flip: 0.5, blur: 0.1, std: [1, 1, 2]}");

        FaceAugmentation merged =
                Faces.augmentation("{rotation: 0, erase: 0.25}").over(common).completed();

        assertThat(merged)
                .isEqualTo(Faces.augmentation("{rotation: 0, flip: 0.5, blur: 0.1, erase: 0.25, std: [1, 1, 2]}")
                        .completed());
        assertThat(merged.damage()).containsExactly("blur", "erase");
    }
}
