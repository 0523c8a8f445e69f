package io.facet.training.score;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ClassScoresTest {
    private final ConfusionMatrix matrix = new ConfusionMatrix(List.of("background", "skin", "hat", "hair"));

    @Test
    void f1_ofMasks_isPooledOverTheSet() {
        matrix.addMask(new byte[] {0, 0, 1, 1, 1, 1}, new byte[] {0, 1, 1, 1, 1, 0});
        matrix.addMask(new byte[] {1, 1}, new byte[] {3, 3});

        // skin: 3 right, 1 too many, 3 missed.
        assertThat(matrix.f1(1)).hasValue(6 / 10.0);
        assertThat(matrix.precision(1)).hasValue(3 / 4.0);
        assertThat(matrix.recall(1)).hasValue(0.5);
        assertThat(matrix.accuracy()).hasValue(0.5);
        assertThat(matrix.meanClassAccuracy()).hasValue(0.5);
    }

    @Test
    void meanF1_classNowhere_isLeftOutAndNamed_classOnlyPredictedCountsAsZero() {
        matrix.addMask(new byte[] {0, 1}, new byte[] {0, 3});

        assertThat(matrix.f1(2)).isEqualTo(OptionalDouble.empty());
        assertThat(matrix.absent()).containsExactly("hat");
        // background 1, skin 0, hair 0
        assertThat(matrix.meanF1(Set.of()).orElseThrow()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(matrix.meanF1(Set.of("background"))).hasValue(0);
    }

    @Test
    void add_classOutsideTheList_isRefused() {
        assertThatThrownBy(() -> matrix.add(0, 4)).hasMessage("expected classes 0 to 3, found 0 taken for 4");
        assertThatThrownBy(() -> matrix.add("skin", "beard")).hasMessageContaining("found beard");
        assertThatThrownBy(() -> matrix.addMask(new byte[2], new byte[3])).hasMessageContaining("2 and 3 pixels");
        assertThatThrownBy(() -> new ConfusionMatrix(List.of("a", "a"))).hasMessageContaining("each once");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void addAll_ofParts_isTheWhole(long seed) {
        byte[] pixels = new byte[24];
        new Random(seed).nextBytes(pixels);
        ConfusionMatrix whole = new ConfusionMatrix(List.of("a", "b", "c"));
        ConfusionMatrix parts = new ConfusionMatrix(List.of("a", "b", "c"));
        for (int i = 0; i < pixels.length; i += 2) {
            int truth = Math.floorMod(pixels[i], 3);
            int predicted = Math.floorMod(pixels[i + 1], 3);
            whole.add(truth, predicted);
            ConfusionMatrix part = new ConfusionMatrix(List.of("a", "b", "c"));
            part.add(truth, predicted);
            parts.addAll(part);
        }

        assertThat(parts.meanF1(Set.of())).isEqualTo(whole.meanF1(Set.of()));
        assertThat(parts.total()).isEqualTo(12);
        assertThat(whole.f1(0).orElse(0)).isBetween(0.0, 1.0);
    }

    @Test
    void attributes_mean_isOverAttributesNotOverFaces() {
        AttributeAccuracy attributes = new AttributeAccuracy();
        attributes.add("hat", true, true);
        attributes.add("hat", false, false);
        attributes.add("hat", false, true);
        attributes.add("glasses", true, true);

        assertThat(attributes.mean().orElseThrow()).isCloseTo((2 / 3.0 + 1) / 2, within(1e-12));
        assertThat(attributes.tallies().get("hat")).isEqualTo(new AttributeAccuracy.Tally(3, 2, 1));
        assertThat(new AttributeAccuracy().mean()).isEmpty();
    }

    @Test
    void fairness_ofAges_comparesTheReferenceWithAllOthers() {
        Fairness fairness = new Fairness(
                "White",
                List.of(
                        new Fairness.Group("Asian", 1, OptionalDouble.of(7)),
                        new Fairness.Group("White", 2, OptionalDouble.of(5))),
                OptionalDouble.of(4),
                OptionalDouble.of(4.4));

        assertThat(fairness.ofReference()).hasValue(5);
        assertThat(fairness.discrepancy()).hasValue(-1);
    }

    @Test
    void fairness_withoutAValueOfTheReferenceGroup_hasNoDiscrepancy() {
        Fairness.Group asian = new Fairness.Group("Asian", 1, OptionalDouble.of(1));
        Fairness.Group white = new Fairness.Group("White", 1, OptionalDouble.empty());

        for (List<Fairness.Group> groups : List.of(List.of(asian), List.of(asian, white))) {
            Fairness fairness = new Fairness("White", groups, OptionalDouble.of(1), OptionalDouble.of(1));
            assertThat(fairness.ofReference()).isEmpty();
            assertThat(fairness.discrepancy()).isEmpty();
        }
    }

    @Test
    void rankCorrelation_ofOrders_isOneMinusOneOrBetween() {
        double[] ascending = {1, 2, 3, 4};
        assertThat(RankCorrelation.of(ascending, new double[] {10, 20, 30, 900}))
                .hasValue(1);
        assertThat(RankCorrelation.of(ascending, new double[] {4, 3, 2, 1})).hasValue(-1);
        // Ranks 1, 2.5, 2.5, 4 against 1 to 4: 4.5 / sqrt(4.5 · 5)
        assertThat(RankCorrelation.of(ascending, new double[] {1, 5, 5, 9}).orElseThrow())
                .isCloseTo(4.5 / Math.sqrt(22.5), within(1e-12));
        assertThat(RankCorrelation.of(ascending, new double[4])).isEmpty();
    }
}
