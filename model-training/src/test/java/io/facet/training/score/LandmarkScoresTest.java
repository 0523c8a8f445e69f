package io.facet.training.score;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.facet.domain.face.Box;
import io.facet.vision.landmark.LandmarkScheme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class LandmarkScoresTest {

    @Test
    void error_ofPointsMovedByThree_isThreeOverEachLength() {
        float[] truth = face(68);
        float[] moved = truth.clone();
        for (int i = 0; i < moved.length; i += 2) {
            moved[i] += 3;
        }
        Box box = new Box(0, 0, 30, 40);

        assertThat(PointNorm.DIAGONAL.error(LandmarkScheme.IBUG_68, truth, box, moved))
                .isCloseTo(3 / 50.0, within(1e-9));
        assertThat(PointNorm.BOX.error(LandmarkScheme.IBUG_68, truth, box, moved))
                .isCloseTo(3 / Math.sqrt(1200), within(1e-9));
        // Points lie on a row, 10 px apart: outer corners 36 and 45, eye centres 38.5 and 44.5.
        assertThat(PointNorm.INTER_OCULAR.error(LandmarkScheme.IBUG_68, truth, box, moved))
                .isCloseTo(3 / 90.0, within(1e-9));
        assertThat(PointNorm.INTER_PUPIL.error(LandmarkScheme.IBUG_68, truth, box, moved))
                .isCloseTo(3 / 60.0, within(1e-9));
    }

    @Test
    void error_withoutBox_takesTheTightOne() {
        float[] truth = face(19);
        truth[1] = 80;

        assertThat(PointNorm.BOX.error(LandmarkScheme.AFLW_19, truth, null, face(19)))
                .isCloseTo(80 / 19.0 / Math.sqrt(180 * 80), within(1e-9));
    }

    @Test
    void error_ofWrongPoints_saysWhatWasExpected() {
        assertThatThrownBy(() -> PointNorm.BOX.error(LandmarkScheme.WFLW_98, face(98), null, face(68)))
                .hasMessageContaining("98 points, found 136");
        assertThatThrownBy(() -> PointNorm.INTER_OCULAR.error(LandmarkScheme.IBUG_68, new float[136], null, face(68)))
                .hasMessageContaining("inter-ocular length above 0");
    }

    @Test
    void distribution_ofFourErrors_hasHandComputedScores() {
        ErrorDistribution errors = ErrorDistribution.of(0.02, 0.12, 0.05, 0.10);

        assertThat(errors.mean()).isCloseTo(0.0725, within(1e-12));
        assertThat(errors.median()).isCloseTo(0.075, within(1e-12));
        // An error at the threshold is no failure.
        assertThat(errors.failureRate(0.10)).isEqualTo(0.25);
        assertThat(errors.shareWithin(0.05)).isEqualTo(0.5);
        // (0.8 + 0.5 + 0 + 0) / 4
        assertThat(errors.areaUnderCurve(0.10)).isCloseTo(0.325, within(1e-12));
    }

    @Test
    void areaBySimpson_atThresholds_isThePublicScorersWithItsExtraPoint() {
        double[] errors = new Random(3).doubles(1000, 0.001, 0.02).toArray();
        ErrorDistribution distribution = ErrorDistribution.of(errors);

        assertThat(distribution.areaBySimpson(0.10)).isCloseTo(distribution.areaUnderCurve(0.10), within(1e-4));
        // All faces lie within the threshold, so the point too many adds a step of height one.
        assertThat(distribution.areaBySimpson(0.07) - distribution.areaUnderCurve(0.07))
                .isCloseTo(1e-4 / 0.07, within(1e-4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.07, 0.1, 0.3, 1})
    void areaUnderCurve_ofAnyErrors_isTheIntegralOfTheShares(double threshold) {
        double[] errors = new Random(7).doubles(50, 0, 1).toArray();
        ErrorDistribution distribution = ErrorDistribution.of(errors);
        double integral = 0;
        int steps = 20_000;
        for (int i = 0; i < steps; i++) {
            integral += distribution.shareWithin((i + 0.5) / steps * threshold) / steps;
        }

        assertThat(distribution.areaUnderCurve(threshold)).isCloseTo(integral, within(1e-3));
    }

    @Test
    void of_errorsThatAreNone_isRefused() {
        assertThatThrownBy(() -> ErrorDistribution.of()).hasMessageContaining("at least one error");
        assertThatThrownBy(() -> ErrorDistribution.of(1, Double.NaN)).hasMessageContaining("finite");
    }

    private static float[] face(int points) {
        float[] face = new float[2 * points];
        for (int i = 0; i < points; i++) {
            face[2 * i] = 10 * i;
        }
        return face;
    }
}
