package io.facet.training.loss;

import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineContract;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The losses of tasks on one engine give the values of their formulas, worked out by hand.
 *
 * @param <T> the engine's tensor
 */
abstract class TaskLossContract<T> extends EngineContract<T> {
    private void assertRows(Function<Backend<T>, T> computation, double... expected) {
        try (Backend.Scope scope = backend.scope()) {
            float[] found = backend.floats(computation.apply(backend)).values();
            assertThat(found).hasSize(expected.length);
            for (int i = 0; i < expected.length; i++) {
                assertThat((double) found[i]).as("row %d", i).isCloseTo(expected[i], within(2e-5));
            }
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @Test
    void crossEntropy_probabilitiesThreeQuartersAndHalf() {
        assertRows(ops -> CrossEntropy.rows(ops, logits(), longs(0, 1), 0), -Math.log(0.75), Math.log(2));
    }

    private T logits() {
        return floats(Shape.of(2, 2), Math.log(3), 0, 1, 1);
    }

    @Test
    void crossEntropy_smoothed_movesATenthToAllClasses() {
        // 0.9 of the right class and 0.1 spread over both: 0.95 and 0.05.
        assertRows(
                ops -> CrossEntropy.rows(ops, logits(), longs(0, 1), 0.1),
                -0.95 * Math.log(0.75) - 0.05 * Math.log(0.25),
                Math.log(2));
    }

    @Test
    void hits_largestLogit_countsTies() {
        assertRows(
                ops -> CrossEntropy.hits(ops, floats(Shape.of(3, 2), 1, 2, 2, 1, 1, 1.001), longs(1, 1, 0)), 1, 0, 0);
    }

    @Test
    void binaryCrossEntropy_unknownLabel_doesNotCount() {
        assertRows(
                ops -> BinaryCrossEntropy.rows(
                        ops,
                        floats(Shape.of(2, 2), 0, 3, -200, 200),
                        floats(Shape.of(2, 2), 1, 0, 0, 0.5),
                        floats(Shape.of(2, 2), 1, 0, 1, 1)),
                Math.log(2),
                100);
    }

    @Test
    void centres_massInOnePixel_isThatPixelsCentre() {
        // A map of 2 x 4 with all its mass in row 1, column 3.
        double no = -60;
        assertRows(
                ops -> HeatMapLoss.centres(ops, floats(Shape.of(1, 1, 2, 4), no, no, no, no, no, no, no, 60)),
                3.5 / 4,
                1.5 / 2);
    }

    @Test
    void points_softLabels_areTheExpectedPlace() {
        // A softmax of 1/4, 3/4 over a map of 1 x 2.
        HeatMapLoss loss = new HeatMapLoss(HeatMapLoss.Form.SOFT_LABELS, 1, 100);

        assertRows(
                ops -> loss.points(ops, floats(Shape.of(1, 1, 1, 2), 0, Math.log(3))), 0.25 * 0.25 + 0.75 * 0.75, 0.5);
    }

    @Test
    void heatMaps_configurations_pixelsPlusDistance() {
        // One point in the middle of a 1 x 3 map; beyond a radius of half a pixel the truth is 0, so it is 0, 1, 0.
        double pixels = (2 * -Math.log(1 - sigmoid(-1)) - Math.log(sigmoid(2))) / 3;
        double centre = (0.5 * sigmoid(-1) + 1.5 * sigmoid(2) + 2.5 * sigmoid(-1)) / (2 * sigmoid(-1) + sigmoid(2)) / 3;
        HeatMapLoss loss = new HeatMapLoss(HeatMapLoss.Form.PIXELS_AND_CENTRES, 1, 0.5);

        assertRows(
                ops -> loss.rows(
                        ops,
                        floats(Shape.of(1, 1, 1, 3), -1, 2, -1),
                        floats(Shape.of(1, 1, 2), 0.5, 0.5),
                        floats(Shape.of(1, 1), 1)),
                pixels + Math.abs(centre - 0.5));
    }

    @Test
    void heatMaps_softLabels_gaussianOverItsSum() {
        // Pixel centres at 0.5, 1.5 and 2.5, the point at 0.5: weights 1, e^-1/2 and e^-2 for sigma 1.
        double sum = 1 + Math.exp(-0.5) + Math.exp(-2);
        HeatMapLoss loss = new HeatMapLoss(HeatMapLoss.Form.SOFT_LABELS, 1, 100);

        assertRows(
                ops -> loss.rows(
                        ops,
                        floats(Shape.of(1, 1, 1, 3), 0, 0, Math.log(2)),
                        floats(Shape.of(1, 1, 2), 0.5 / 3, 0.5),
                        floats(Shape.of(1, 1), 1)),
                Math.log(4) - Math.exp(-2) / sum * Math.log(2));
    }

    @Test
    void heatMaps_unknownPoint_doesNotCount() {
        HeatMapLoss loss = new HeatMapLoss(HeatMapLoss.Form.PIXELS_AND_CENTRES, 1, 0.5);

        assertRows(
                ops -> loss.rows(
                        ops,
                        floats(Shape.of(1, 2, 1, 1), 0, 50),
                        floats(Shape.of(1, 2, 2), 0.5, 0.5, -3, 9),
                        floats(Shape.of(1, 2), 1, 0)),
                Math.log(2));
    }

    @Test
    void pixels_unknownPixel_doesNotCount() {
        // Two pixels of two classes; the second is not known.
        assertRows(
                ops -> PixelCrossEntropy.rows(
                        ops,
                        floats(Shape.of(1, 2, 1, 2), Math.log(3), 5, 0, 1),
                        longs(0, 0),
                        floats(Shape.of(1, 2), 1, 0)),
                -Math.log(0.75));
    }

    @Test
    void pixels_weights_makeAWeightedMean() {
        assertRows(
                ops -> PixelCrossEntropy.rows(
                        ops,
                        floats(Shape.of(1, 2, 1, 2), Math.log(3), 5, 0, 1),
                        longs(0, 0),
                        floats(Shape.of(1, 2), 0.75, 0.25)),
                -0.75 * Math.log(0.75) + 0.25 * Math.log1p(Math.exp(-4)));
    }

    @Test
    void pixelScores_oneOfTwoRight() {
        // Truth 0, 0, 1; said 0, 1, 1: class 0 has TP 1, FN 1; class 1 has TP 1, FP 1. Class 2 is nowhere.
        try (Backend.Scope scope = backend.scope()) {
            Map<String, T> scores = PixelCrossEntropy.scores(
                    backend,
                    floats(Shape.of(1, 3, 1, 3), 2, 0, 0, 0, 2, 2, -1, -1, -1),
                    longs(0, 0, 1),
                    floats(Shape.of(1, 3), 1, 1, 1));
            assertThat((double) backend.floats(scores.get("accuracy")).values()[0])
                    .isCloseTo(2.0 / 3, within(1e-6));
            assertThat((double) backend.floats(scores.get("f1")).values()[0]).isCloseTo(2.0 / 3, within(1e-6));
        }
    }

    @Test
    void age_uniformLogits_divergenceOfTheGaussianPlusError() {
        // Ages 0, 1, 2, the truth 1 with sigma 1: weights 1, e^1/2, 1 by the softmax of -1/2, 0, -1/2.
        double sum = 2 * Math.exp(-0.5) + 1;
        double side = Math.exp(-0.5) / sum;
        double middle = 1 / sum;
        double divergence = 2 * side * Math.log(side) + middle * Math.log(middle) + Math.log(3);

        for (AgeDistribution.Normalization normalization : AgeDistribution.Normalization.values()) {
            AgeDistribution loss = new AgeDistribution(normalization, 1, 1);
            assertRows(ops -> loss.rows(ops, floats(Shape.of(1, 3), 0, 0, 0), floats(Shape.of(1, 1), 1)), divergence);
        }
    }

    @Test
    void age_expectation_softmaxAndSigmoids() {
        AgeDistribution softmax = new AgeDistribution(AgeDistribution.Normalization.SOFTMAX, 2, 1);
        AgeDistribution sigmoids = new AgeDistribution(AgeDistribution.Normalization.SIGMOID, 2, 1);

        assertRows(ops -> softmax.expectation(ops, floats(Shape.of(1, 2), 0, Math.log(3))), 0.75);
        assertRows(ops -> sigmoids.expectation(ops, floats(Shape.of(1, 2), 0, Math.log(3))), 0.75 / (0.5 + 0.75));
    }

    @Test
    void age_aboveTheLast_countsAsTheLast() {
        AgeDistribution loss = new AgeDistribution(AgeDistribution.Normalization.SOFTMAX, 1, 1);

        try (Backend.Scope scope = backend.scope()) {
            T logits = floats(Shape.of(1, 3), 0, 0, 3);
            float[] above = backend.floats(loss.rows(backend, logits, floats(Shape.of(1, 1), 90)))
                    .values();
            float[] last = backend.floats(loss.rows(backend, logits, floats(Shape.of(1, 1), 2)))
                    .values();
            assertThat(above).isEqualTo(last);
        }
    }

    @Test
    void cosFace_marginOffTheRightCosine() {
        // Cosines 0.6 and 0.8; the second is right: logits 10 · 0.6 and 10 · (0.8 − 0.4).
        MarginSoftmax loss = new MarginSoftmax(MarginSoftmax.Form.COSFACE, 0.4, 10);

        assertRows(ops -> loss.rows(ops, person(), persons(), longs(1)), Math.log1p(Math.exp(6 - 4)));
    }

    private T person() {
        return floats(Shape.of(1, 2), 3, 4);
    }

    private T persons() {
        return floats(Shape.of(2, 2), 2, 0, 0, 5);
    }

    @Test
    void arcFace_marginOnTheAngle() {
        MarginSoftmax loss = new MarginSoftmax(MarginSoftmax.Form.ARCFACE, 0.5, 10);
        double turned = Math.cos(Math.acos(0.8) + 0.5);

        assertRows(ops -> loss.rows(ops, person(), persons(), longs(1)), Math.log1p(Math.exp(6 - 10 * turned)));
    }

    @Test
    void arcFace_beyondHalfATurn_goesOnFalling() {
        // The right person is opposite: cos θ = −1, and θ + m lies beyond π.
        MarginSoftmax loss = new MarginSoftmax(MarginSoftmax.Form.ARCFACE, 0.5, 1);
        double right = -1 - 0.5 * Math.sin(0.5);

        assertRows(
                ops -> loss.rows(ops, floats(Shape.of(1, 2), -1, 0), floats(Shape.of(2, 2), 1, 0, 0, 1), longs(0)),
                Math.log1p(Math.exp(0 - right)));
    }

    @Test
    void distillation_cosineAndSquares() {
        assertRows(
                ops -> Distillation.cosine(ops, floats(Shape.of(2, 2), 3, 4, 1, 0), floats(Shape.of(2, 2), 2, 0, 5, 0)),
                0.4,
                0);
        assertRows(
                ops -> Distillation.squaredError(ops, floats(Shape.of(1, 2), 1, 2), floats(Shape.of(1, 2), 0, 4)), 2.5);
    }

    @Test
    void distillation_divergence_softened() {
        // Teacher 3/4, 1/4 at τ = 2; student 1/2, 1/2.
        double divergence = 0.75 * Math.log(1.5) + 0.25 * Math.log(0.5);

        assertRows(
                ops -> Distillation.divergence(
                        ops, floats(Shape.of(1, 2), 7, 7), floats(Shape.of(1, 2), 2 * Math.log(3), 0), 2),
                4 * divergence);
    }

    @Test
    void mean_overRows_countsThemByWeight() {
        assertRows(ops -> Rows.mean(ops, floats(Shape.of(2), 4, 8), floats(Shape.of(2), 1, 0.5)), 4);
        assertRows(ops -> Rows.weighted(ops, floats(Shape.of(2), 4, 8), floats(Shape.of(2), 1, 0)), 4);
        assertRows(ops -> Rows.weighted(ops, floats(Shape.of(1), 4), floats(Shape.of(1), 0)), 0);
    }
}
