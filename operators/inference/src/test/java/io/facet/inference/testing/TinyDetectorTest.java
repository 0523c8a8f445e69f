package io.facet.inference.testing;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TinyDetectorTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 256;
    private static final int CELL = 8;
    private static final int COLUMNS = WIDTH / CELL;
    private static final double THRESHOLD = 0.6;
    private static final List<String> OUTPUTS = List.of("cls_8", "obj_8", "bbox_8", "kps_8", "cls_16", "cls_32");

    private record Disc(double x, double y, double diameter) {
        double distance(Disc other) {
            return Math.hypot(x - other.x, y - other.y);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void detect_discsUnderNoise_findsEachOnce(int seed) {
        Random random = new Random(seed);
        List<Disc> discs = scatter(random);
        List<Disc> found = new ArrayList<>();
        try (OnnxSession session = open()) {
            Map<String, Tensor.Floats> outputs = run(session, draw(discs, random));
            for (Disc disc : discs) {
                Disc best = best(outputs, disc);
                found.add(best);
                assertThat(best.distance(disc)).as("centre of %s", disc).isLessThan(1);
                assertThat(best.diameter()).isCloseTo(disc.diameter(), within(1.5));
            }
            // All cells that fire name the same disc, so that suppression leaves one.
            for (int cell = 0; cell < COLUMNS * HEIGHT / CELL; cell++) {
                if (score(outputs, cell) >= THRESHOLD) {
                    Disc named = named(outputs, cell);
                    assertThat(found)
                            .anyMatch(disc ->
                                    disc.distance(named) < 4 && Math.abs(disc.diameter() - named.diameter()) < 8);
                }
            }
        }
        assertThat(found).doesNotHaveDuplicates();
    }

    @Test
    void detect_emptyPicture_findsNothing() {
        try (OnnxSession session = open()) {
            Map<String, Tensor.Floats> outputs = run(session, draw(List.of(), new Random(1)));
            for (int cell = 0; cell < COLUMNS * HEIGHT / CELL; cell++) {
                assertThat(score(outputs, cell)).isLessThan(THRESHOLD);
            }
        }
    }

    @Test
    void detect_disc_putsThePointsOfTheMeanFaceOnIt() {
        Disc disc = new Disc(161, 123, 80);
        try (OnnxSession session = open()) {
            Map<String, Tensor.Floats> outputs = run(session, draw(List.of(disc), new Random(1)));
            int cell = (int) (disc.y() / CELL) * COLUMNS + (int) (disc.x() / CELL);
            FloatBuffer points = outputs.get("kps_8").data();
            double leftEyeX = (points.get(cell * 10) + cell % COLUMNS) * CELL;
            double leftEyeY = (points.get(cell * 10 + 1) + cell / COLUMNS) * CELL;
            double rightEyeX = (points.get(cell * 10 + 2) + cell % COLUMNS) * CELL;
            double mouthY = (points.get(cell * 10 + 7) + cell / COLUMNS) * CELL;
            assertThat(rightEyeX - leftEyeX).isCloseTo(0.4 * disc.diameter(), within(1.0));
            assertThat((leftEyeX + rightEyeX) / 2).isCloseTo(disc.x(), within(1.0));
            assertThat(mouthY - leftEyeY).isCloseTo(0.4617 * disc.diameter(), within(1.0));
        }
    }

    @Test
    void detect_coarseStrides_findNothing() {
        try (OnnxSession session = open()) {
            Map<String, Tensor.Floats> outputs = run(session, draw(List.of(new Disc(160, 128, 90)), new Random(1)));
            assertThat(outputs.get("cls_16").shape()).containsExactly(1L, 20L * 16, 1L);
            assertThat(outputs.get("cls_32").shape()).containsExactly(1L, 10L * 8, 1L);
            for (String coarse : List.of("cls_16", "cls_32")) {
                FloatBuffer scores = outputs.get(coarse).data();
                while (scores.hasRemaining()) {
                    assertThat(scores.get()).isZero();
                }
            }
        }
    }

    private static OnnxSession open() {
        return OnnxSession.open("tiny detector", TinyModels.detector(), SessionSettings.singleThread());
    }

    private static List<Disc> scatter(Random random) {
        List<Disc> discs = new ArrayList<>();
        for (int attempt = 0; attempt < 200; attempt++) {
            double diameter = 48 + random.nextDouble() * 48;
            Disc disc = new Disc(
                    diameter / 2 + random.nextDouble() * (WIDTH - diameter),
                    diameter / 2 + random.nextDouble() * (HEIGHT - diameter),
                    diameter);
            if (discs.stream().allMatch(other -> other.distance(disc) >= 120)) {
                discs.add(disc);
            }
        }
        return discs;
    }

    /** BGR planes with soft rims, blocks of ringing and grain, rougher than a codec leaves them. */
    private static float[] draw(List<Disc> discs, Random random) {
        float[] picture = new float[3 * WIDTH * HEIGHT];
        float[] face = {200, 30, 230};
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                double inside = 0;
                for (Disc disc : discs) {
                    double fromRim = disc.diameter() / 2 - Math.hypot(x + 0.5 - disc.x(), y + 0.5 - disc.y());
                    inside = Math.max(inside, Math.min(1, Math.max(0, fromRim / 3 + 0.5)));
                }
                for (int c = 0; c < 3; c++) {
                    double value = 40 + inside * (face[c] - 40) + random.nextGaussian() * 8;
                    picture[(c * HEIGHT + y) * WIDTH + x] = (float) Math.min(255, Math.max(0, value));
                }
            }
        }
        return picture;
    }

    private static Map<String, Tensor.Floats> run(OnnxSession session, float[] picture) {
        Tensor input = new Tensor.Floats(FloatBuffer.wrap(picture), List.of(1L, 3L, (long) HEIGHT, (long) WIDTH));
        return session.run(Map.of("input", input), OUTPUTS);
    }

    private static double score(Map<String, Tensor.Floats> outputs, int cell) {
        return Math.sqrt(outputs.get("cls_8").data().get(cell)
                * outputs.get("obj_8").data().get(cell));
    }

    private static Disc named(Map<String, Tensor.Floats> outputs, int cell) {
        FloatBuffer box = outputs.get("bbox_8").data();
        return new Disc(
                (cell % COLUMNS + box.get(cell * 4)) * CELL,
                (cell / COLUMNS + box.get(cell * 4 + 1)) * CELL,
                Math.exp(box.get(cell * 4 + 2)) * CELL);
    }

    private static Disc best(Map<String, Tensor.Floats> outputs, Disc near) {
        int best = (int) (near.y() / CELL) * COLUMNS + (int) (near.x() / CELL);
        for (int cell = 0; cell < COLUMNS * HEIGHT / CELL; cell++) {
            boolean belongs = named(outputs, cell).distance(near) < 20;
            if (belongs && score(outputs, cell) > score(outputs, best)) {
                best = cell;
            }
        }
        assertThat(score(outputs, best)).isGreaterThan(0.85);
        return named(outputs, best);
    }
}
