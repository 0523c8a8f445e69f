package io.facet.training.probe;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class PredictionsTest {
    /** Of class 0 three of four, of class 1 one of two, of class 2 nothing; class 3 is absent. */
    private static final Predictions SOME =
            new Predictions(new int[] {0, 0, 0, 0, 1, 1, 2}, new int[] {0, 0, 0, 1, 1, 0, 1}, 4);

    @Test
    void accuracy_someWrong_isTheShareRight() {
        assertThat(SOME.accuracy()).isCloseTo(4 / 7.0, within(1e-12));
    }

    @Test
    void balancedAccuracy_absentClass_isLeftOut() {
        assertThat(SOME.balancedAccuracy()).isCloseTo((0.75 + 0.5 + 0) / 3, within(1e-12));
    }

    @Test
    void figure_resampled_bracketsTheValueAndRepeats() {
        Figure figure = SOME.figure(Predictions::accuracy, 500, 3);

        assertThat(figure.low()).isLessThan(figure.value());
        assertThat(figure.high()).isGreaterThan(figure.value());
        assertThat(SOME.figure(Predictions::accuracy, 500, 3)).isEqualTo(figure);
    }

    @Test
    void figure_hundredSamplesHalfRight_isAsWideAsTheBinomial() {
        int[] actual = new int[100];
        int[] predicted = new int[100];
        Arrays.fill(predicted, 0, 50, 1);

        Figure figure = new Predictions(actual, predicted, 2).figure(Predictions::accuracy, 2000, 1);

        // 1.96 · √(0.25 / 100)
        assertThat(figure.high() - 0.5).isCloseTo(0.098, within(0.02));
        assertThat(0.5 - figure.low()).isCloseTo(0.098, within(0.02));
    }
}
