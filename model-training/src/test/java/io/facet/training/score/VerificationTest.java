package io.facet.training.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.assertj.core.api.Assertions;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class VerificationTest {

    @Test
    void crossValidated_choosesTheThresholdOnTheOtherFolds() {
        // Alone, fold 1 would be split without a mistake at 0.25; fold 0 says 0.75.
        Verification verification = new Verification(List.of(
                new ScoredPair(0.9, true, 0),
                new ScoredPair(0.6, false, 0),
                new ScoredPair(0.3, true, 1),
                new ScoredPair(0.2, false, 1)));

        Verification.FoldAccuracy accuracy = verification.crossValidated();
        // Fold 0 at 0.25: 1 of 2. Fold 1 at 0.75: 1 of 2.
        assertThat(accuracy.mean()).isEqualTo(0.5);
        assertThat(accuracy.deviation()).isZero();
        assertThat(accuracy.threshold()).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void trueAcceptRate_ofRepeatedScores_acceptsOnlyAboveTheNextImpostor() {
        List<ScoredPair> pairs = new ArrayList<>();
        for (double similarity : new double[] {0.9, 0.5, 0.5, 0.5, 0.1, 0, 0, 0, 0, 0}) {
            pairs.add(new ScoredPair(similarity, false, 0));
        }
        for (double similarity : new double[] {0.95, 0.7, 0.5, 0.4}) {
            pairs.add(new ScoredPair(similarity, true, 0));
        }
        Verification verification = new Verification(pairs);

        assertThat(verification.trueAcceptRate(0)).isEqualTo(0.25);
        assertThat(verification.trueAcceptRate(0.1)).isEqualTo(0.5);
        // Two may be accepted, but three are equally alike: none of them.
        assertThat(verification.trueAcceptRate(0.2)).isEqualTo(0.5);
        assertThat(verification.trueAcceptRate(0.3)).isEqualTo(0.5);
        assertThat(verification.trueAcceptRate(0.4)).isEqualTo(1);
    }

    @Test
    void roc_ofFourPairs_hasHandComputedPointsAndArea() {
        Verification verification = new Verification(List.of(
                new ScoredPair(0.9, true, 0),
                new ScoredPair(0.7, false, 0),
                new ScoredPair(0.5, true, 0),
                new ScoredPair(0.5, false, 0)));

        assertThat(verification.roc())
                .extracting(Verification.RocPoint::falseAcceptRate, Verification.RocPoint::trueAcceptRate)
                .containsExactly(tuple(0, 0), tuple(0, 0.5), tuple(0.5, 0.5), tuple(1, 1));
        // 0.9 beats both, 0.5 loses one and ties one.
        assertThat(verification.areaUnderRoc()).isCloseTo((1 + 1 + 0 + 0.5) / 4, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void scores_ofAnyPairs_areRatesThatGrowWithTheRate(long seed) {
        Random random = new Random(seed);
        List<ScoredPair> pairs = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            boolean same = i % 2 == 0;
            pairs.add(new ScoredPair(Math.rint(10 * (random.nextGaussian() + (same ? 1 : 0))) / 10, same, i % 5));
        }
        Verification verification = new Verification(pairs);

        double before = 0;
        for (double rate = 0; rate < 1; rate += 0.05) {
            double accepted = verification.trueAcceptRate(rate);
            assertThat(accepted).isBetween(before, 1.0);
            before = accepted;
        }
        assertThat(verification.crossValidated().mean()).isBetween(0.0, 1.0);
        assertThat(verification.areaUnderRoc()).isBetween(0.0, 1.0);
    }

    @Test
    void verification_withoutImpostors_isRefused() {
        assertThatThrownBy(() -> new Verification(List.of(new ScoredPair(1, true, 0))))
                .hasMessageContaining("found 1 and 0");
        assertThatThrownBy(() -> new Verification(List.of(new ScoredPair(1, true, 0), new ScoredPair(0, false, 0)))
                        .crossValidated())
                .hasMessageContaining("at least two folds");
    }

    private static Tuple tuple(double falseAccepts, double trueAccepts) {
        return Assertions.tuple(falseAccepts, trueAccepts);
    }
}
