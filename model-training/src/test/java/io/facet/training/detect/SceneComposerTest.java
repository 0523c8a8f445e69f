package io.facet.training.detect;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

import io.facet.domain.face.Point;
import io.facet.training.data.Sample;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SceneComposerTest {
    private static final int SIDE = 160;
    private static final RenderedHeads HEADS = new RenderedHeads(40);
    private static final PicturePool POOL =
            new PicturePool(List.of(HEADS), List.of(new RenderedHeads(3)), RenderedHeads.labeller());

    private static List<Scene> scenes(int count) {
        SceneComposer composer = new SceneComposer(SIDE, POOL);
        List<Scene> scenes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            scenes.add(composer.compose(POOL.labelled(HEADS.read(i % HEADS.size())), new SplittableRandom(i)));
        }
        return scenes;
    }

    @Test
    void compose_sameChance_givesTheSameSceneToTheByte() {
        List<Scene> once = scenes(12);
        List<Scene> again = scenes(12);

        for (int i = 0; i < once.size(); i++) {
            assertThat(again.get(i).image().pixels())
                    .isEqualTo(once.get(i).image().pixels());
            assertThat(again.get(i).faces()).isEqualTo(once.get(i).faces());
        }
    }

    @Test
    void compose_sureFaces_lieInTheSceneWithTheirPointsInTheirBoxesAndNamedAsTheyLie() {
        List<FaceTruth> sure = scenes(60).stream()
                .flatMap(scene -> scene.faces().stream())
                .filter(face -> !face.ignored())
                .toList();

        assertThat(sure).hasSizeGreaterThan(60).allSatisfy(face -> {
            assertThat(face.centreX()).isBetween(0.0, (double) SIDE);
            assertThat(face.centreY()).isBetween(0.0, (double) SIDE);
            assertThat(face.points().asList()).allSatisfy(point -> {
                assertThat(point.x()).isBetween(face.box().x(), face.box().right());
                assertThat(point.y()).isBetween(face.box().y(), face.box().bottom());
            });
        });
        assertThat(sure.stream()
                        .filter(face -> face.points().leftEye().x()
                                < face.points().rightEye().x()))
                .hasSizeGreaterThan((int) (0.98 * sure.size()));
    }

    /** The eyes of the drawn heads are dark and their foreheads are not: the truth is where the pixels are. */
    @Test
    void compose_largeSureFaces_haveDarkEyesWhereTheTruthSaysSo() {
        int right = 0;
        int looked = 0;
        for (Scene scene : scenes(60)) {
            for (FaceTruth face : scene.faces()) {
                if (!face.ignored() && face.size() > 30) {
                    Point left = face.points().leftEye();
                    Point other = face.points().rightEye();
                    double between = luma(scene, (left.x() + other.x()) / 2, (left.y() + other.y()) / 2);
                    right += luma(scene, left.x(), left.y()) < between && luma(scene, other.x(), other.y()) < between
                            ? 1
                            : 0;
                    looked++;
                }
            }
        }
        assertThat(looked).isGreaterThan(20);
        // Noise and light may hide an eye now and then.
        assertThat((double) right / looked).isGreaterThan(0.93);
    }

    private static double luma(Scene scene, double x, double y) {
        int column = (int) Math.max(0, Math.min(SIDE - 1, x));
        int row = (int) Math.max(0, Math.min(SIDE - 1, y));
        byte[] pixels = scene.image().pixels();
        int at = 3 * (row * SIDE + column);
        return (pixels[at] & 0xFF) + (pixels[at + 1] & 0xFF) + (pixels[at + 2] & 0xFF);
    }

    @Test
    void placement_turnedAndMirrored_goesThereAndBack() {
        Placement placement = Placement.bringing(new Point(10, 20), new Point(100, 50), 1.7, 0.4, true);

        Point there = placement.apply(new Point(13, 5));
        Point back = placement.invert(there.x(), there.y());

        assertThat(placement.apply(new Point(10, 20)).x()).isCloseTo(100, within(1e-9));
        assertThat(back.x()).isCloseTo(13, within(1e-9));
        assertThat(back.y()).isCloseTo(5, within(1e-9));
    }

    @Test
    void collate_samples_givesEveryInputOfTheObjective() {
        List<Sample> samples = List.of(HEADS.read(0), HEADS.read(1));

        Map<String, HostTensor> inputs =
                new DetectorCollator(new SceneComposer(64, POOL), POOL).collate(samples, new SplittableRandom(3));

        assertThat(inputs)
                .containsKey("input")
                .containsKeys(DetectorTargets.shapes().keySet().toArray(String[]::new));
        assertThat(inputs.get("input").shape().sizes()).containsExactly(2, 3, 64, 64);
    }
}
