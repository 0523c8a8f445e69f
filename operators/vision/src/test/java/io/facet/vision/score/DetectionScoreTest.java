package io.facet.vision.score;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

import io.facet.domain.face.Box;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class DetectionScoreTest {
    private static final Box LEFT = new Box(0, 0, 40, 40);
    private static final Box RIGHT = new Box(100, 0, 40, 40);
    private static final Box SMALL = new Box(200, 0, 10, 10);
    private static final Box NOWHERE = new Box(300, 0, 40, 40);

    private final DetectionScore score = new DetectionScore(0.5);

    @Test
    void averagePrecision_ofHandComputedCurve_isExact() {
        // Best first: hit, false alarm, hit; one face of three is never found.
        score.add(
                List.of(TrueFace.of(LEFT), TrueFace.of(RIGHT), TrueFace.of(SMALL)),
                List.of(new FoundFace(LEFT, 0.9), new FoundFace(NOWHERE, 0.8), new FoundFace(RIGHT, 0.7)));

        // Precision 1 up to recall 1/3, then 2/3 up to 2/3.
        assertThat(score.averagePrecision(FaceSizes.ALL).orElseThrow()).isCloseTo(1 / 3.0 + 2 / 9.0, within(1e-12));
        // Recalls 0 … 0.3 at precision 1, 0.4 … 0.6 at 2/3.
        assertThat(score.elevenPointPrecision(FaceSizes.ALL).orElseThrow())
                .isCloseTo((4 + 3 * 2 / 3.0) / 11, within(1e-12));
        OperatingPoint all = score.at(0.7, FaceSizes.ALL);
        assertThat(all.recall()).hasValue(2 / 3.0);
        assertThat(all.precision()).hasValue(2 / 3.0);
        assertThat(score.at(0.85, FaceSizes.ALL).precision()).hasValue(1);
    }

    @Test
    void add_secondDetectionOfOneFace_isFalseAlarm() {
        score.add(
                List.of(TrueFace.of(LEFT)),
                List.of(new FoundFace(LEFT, 0.8), new FoundFace(new Box(2, 2, 40, 40), 0.9)));

        assertThat(score.at(0, FaceSizes.ALL)).isEqualTo(new OperatingPoint(0, 1, 1, 1));
    }

    @Test
    void at_facesOutsideTheSizes_countNeitherFoundNorMissed() {
        score.add(
                List.of(TrueFace.of(LEFT), TrueFace.of(SMALL)),
                List.of(
                        new FoundFace(LEFT, 0.9),
                        new FoundFace(SMALL, 0.9),
                        new FoundFace(new Box(400, 0, 8, 8), 0.9)));

        assertThat(score.at(0.5, FaceSizes.from(32))).isEqualTo(new OperatingPoint(0.5, 1, 1, 0));
        assertThat(score.at(0.5, new FaceSizes(0, 32))).isEqualTo(new OperatingPoint(0.5, 1, 1, 1));
    }

    @Test
    void add_detectionsOfIgnoredFace_countNothing() {
        score.add(
                List.of(new TrueFace(LEFT, true), TrueFace.of(RIGHT)),
                List.of(new FoundFace(LEFT, 0.9), new FoundFace(LEFT, 0.8)));

        assertThat(score.at(0, FaceSizes.ALL)).isEqualTo(new OperatingPoint(0, 1, 0, 0));
        assertThat(score.at(0, FaceSizes.ALL).precision()).isEmpty();
        assertThat(score.averagePrecision(FaceSizes.ALL)).hasValue(0);
    }

    @Test
    void averagePrecision_withoutFaces_isEmpty() {
        score.add(List.of(), List.of(new FoundFace(LEFT, 0.9)));

        assertThat(score.averagePrecision(FaceSizes.ALL)).isEqualTo(OptionalDouble.empty());
        assertThat(score.elevenPointPrecision(FaceSizes.ALL)).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void curve_equalScores_countTogetherWhateverTheOrder() {
        score.add(List.of(TrueFace.of(LEFT)), List.of(new FoundFace(NOWHERE, 0.5), new FoundFace(LEFT, 0.5)));

        assertThat(score.curve(FaceSizes.ALL)).containsExactly(new OperatingPoint(0.5, 1, 1, 1));
        assertThat(score.averagePrecision(FaceSizes.ALL)).hasValue(0.5);
    }

    @Property(tries = 100)
    void averagePrecision_ofAnyPictures_isWithinBoundsAndFreeOfTheirOrder(@ForAll long seed) {
        Random random = new Random(seed);
        List<List<TrueFace>> truths = new ArrayList<>();
        List<List<FoundFace>> founds = new ArrayList<>();
        for (int picture = 0; picture < 5; picture++) {
            List<TrueFace> truth = new ArrayList<>();
            List<FoundFace> found = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                Box box = new Box(random.nextInt(200), random.nextInt(200), 20 + random.nextInt(40), 30);
                truth.add(new TrueFace(box, random.nextInt(5) == 0));
                found.add(new FoundFace(
                        new Box(box.x() + random.nextInt(20), box.y(), 30, 30), random.nextInt(10) / 10.0));
            }
            truths.add(truth);
            founds.add(found);
        }
        // Not the field: all tries share it.
        DetectionScore forwards = new DetectionScore(0.5);
        DetectionScore backwards = new DetectionScore(0.5);
        for (int picture = 0; picture < 5; picture++) {
            forwards.add(truths.get(picture), founds.get(picture));
            backwards.add(truths.get(4 - picture), founds.get(4 - picture));
        }

        OptionalDouble precision = forwards.averagePrecision(FaceSizes.ALL);
        assertThat(precision).isEqualTo(backwards.averagePrecision(FaceSizes.ALL));
        assertThat(precision.orElseThrow()).isBetween(0.0, 1.0);
        assertThat(forwards.curve(FaceSizes.ALL)).isEqualTo(backwards.curve(FaceSizes.ALL));
        assertThat(forwards.at(0, FaceSizes.ALL).hits())
                .isLessThanOrEqualTo(forwards.at(0, FaceSizes.ALL).truths());
    }

    @Test
    void overlap_outsideItsRange_isRefused() {
        assertThatThrownBy(() -> new DetectionScore(0)).hasMessage("the overlap must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> new FaceSizes(3, 3)).hasMessageContaining("0 <= from < to");
    }
}
