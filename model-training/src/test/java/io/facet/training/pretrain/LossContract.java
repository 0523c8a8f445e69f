package io.facet.training.pretrain;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.junit.jupiter.api.Test;

import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineContract;
import io.facet.training.network.MaskedImageHead;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The losses on one engine give the values of the papers' equations, worked out by hand.
 *
 * @param <T> the engine's tensor
 */
abstract class LossContract<T> extends EngineContract<T> {
    private void assertScalar(double expected, Function<Backend<T>, T> computation) {
        try (Backend.Scope scope = backend.scope()) {
            HostTensor.Floats found = backend.floats(computation.apply(backend));
            assertThat(found.shape()).isEqualTo(Shape.of());
            assertThat((double) found.values()[0]).isCloseTo(expected, within(1e-6));
        }
    }

    /** log(1 + eˣ): the cross-entropy of two candidates of which the wrong one scores x higher. */
    private static double twoWay(double x) {
        return Math.log1p(Math.exp(x));
    }

    @Test
    void farlEquation1_twoPairs() {
        // Unit images (1, 0) and (0, 1), unit texts (1, 0) and (0.6, 0.8); σ = 1/2, so that logits are
        //   image 1: 2, 1.2    image 2: 0, 1.6.
        double image = (twoWay(1.2 - 2) + twoWay(0 - 1.6)) / 2;
        double text = (twoWay(0 - 2) + twoWay(1.2 - 1.6)) / 2;

        assertScalar(image, ops -> contrastive().image());
        assertScalar(text, ops -> contrastive().text());
        assertScalar((image + text) / 2, ops -> contrastive().loss());
    }

    private ContrastiveLoss.Directions<T> contrastive() {
        return ContrastiveLoss.of(
                backend,
                floats(Shape.of(2, 2), 3, 0, 0, 2),
                floats(Shape.of(2, 2), 1, 0, 3, 4),
                floats(Shape.of(1), 2));
    }

    @Test
    void farlEquation2_maskTokenInPlaceOfMaskedEmbeddings() {
        MaskedImageHead head = new MaskedImageHead("mim", Goldens.CLIP, 1, 2);
        float[] token = GoldenFormula.uniform("token", 32);
        T leaf = backend.leaf(new HostTensor.Floats(Shape.of(1, 1, 32), token), false);
        backend.bind(Map.of("mim.mask.token", leaf));
        float[] patches = GoldenFormula.uniform("patches", 2 * 2 * 32);
        try (Backend.Scope scope = backend.scope()) {
            T x = backend.constant(new HostTensor.Floats(Shape.of(2, 2, 32), patches));
            float[] masked = backend.floats(head.masked(backend, x, floats(Shape.of(2, 2, 1), 0, 1, 0, 0)))
                    .values();
            for (int i = 0; i < patches.length; i++) {
                boolean inSecondPatch = i / 32 == 1;
                assertThat(masked[i]).isCloseTo(inSecondPatch ? token[i - 32] : patches[i], within(1e-6f));
            }
        }
        backend.release(leaf);
    }

    @Test
    void farlEquation3_threeMaskedPatchesOfTwoImages() {
        // Probabilities of the right tokens: 1/2, 3/4 and 1/4; two patches are of the first image.
        double sum = Math.log(2) + Math.log(4.0 / 3) + Math.log(4);

        assertScalar(sum / 3, ops -> masked(MaskedTokenLoss.Reduction.MEAN));
        assertScalar(sum / 2, ops -> masked(MaskedTokenLoss.Reduction.SUM_PER_IMAGE));
    }

    private T masked(MaskedTokenLoss.Reduction reduction) {
        return MaskedTokenLoss.of(
                backend,
                floats(Shape.of(3, 2), 0, 0, Math.log(3), 0, Math.log(3), 0),
                longs(1, 0, 1),
                floats(Shape.of(2, 2, 1), 1, 1, 0, 1),
                reduction);
    }

    @Test
    void mcfEquation5_asCode_sumOfErrorsOfFeaturesNormalisedOverTokens() {
        // (3, 4) becomes (0.6, 0.8) and (0, 2) becomes (0, 1): mean square of (0.6, -0.2). The second layer differs by
        // a
        // factor only, which the norm takes out.
        assertScalar(
                0.2,
                ops -> FeatureMapLoss.of(
                        ops,
                        List.of(floats(Shape.of(1, 2, 1), 3, 4), floats(Shape.of(1, 2, 1), 1, 2)),
                        List.of(floats(Shape.of(1, 2, 1), 0, 2), floats(Shape.of(1, 2, 1), 3, 6)),
                        FeatureMapLoss.Form.CODE));
    }

    @Test
    void mcfEquation5_asPaper_normOfTheDifference() {
        // Differences (3, 2) of the first image, none of the second.
        assertScalar(
                Math.sqrt(13) / 2,
                ops -> FeatureMapLoss.of(
                        ops,
                        List.of(floats(Shape.of(2, 2, 1), 3, 4, 5, 6)),
                        List.of(floats(Shape.of(2, 2, 1), 0, 2, 5, 6)),
                        FeatureMapLoss.Form.PAPER));
    }

    @Test
    void mcfEquation6_asCode_normalisedAndScaled() {
        // Cosines of query 1: 1, 0; of query 2: 1/√2 with both keys. τ = 0.2, the loss times 0.4.
        assertScalar(0.4 * (twoWay(-5) + Math.log(2)) / 2, ops -> momentum(0.2, MomentumContrastLoss.Form.CODE));
    }

    @Test
    void mcfEquation6_asPaper_productsAsTheyAre() {
        // Products of query 1: 10, 0; of query 2: 5, 3, the second right. τ = 2.
        assertScalar((twoWay(-5) + twoWay(1)) / 2, ops -> momentum(2, MomentumContrastLoss.Form.PAPER));
    }

    private T momentum(double temperature, MomentumContrastLoss.Form form) {
        return MomentumContrastLoss.of(
                backend, floats(Shape.of(2, 2), 2, 0, 1, 1), floats(Shape.of(2, 2), 5, 0, 0, 3), temperature, form);
    }

    @Test
    void logitLaplace_onePixel() {
        // x = 0.5 has logit 0; location 1 and log scale log 2: |0 − 1| / 2 + log(2 · 2 · 0.5 · 0.5).
        assertScalar(
                0.5,
                ops -> LogitLaplaceLoss.of(
                        ops,
                        floats(Shape.of(1, 6, 1, 1), 1, 1, 1, Math.log(2), Math.log(2), Math.log(2)),
                        floats(Shape.of(1, 3, 1, 1), 0.5, 0.5, 0.5)));
    }

    @Test
    void tokenDivergence_oneTokenCertain_isLogOfTheVocabulary() {
        assertScalar(Math.log(4), ops -> TokenDivergence.fromUniform(ops, floats(Shape.of(1, 4, 1, 1), 100, 0, 0, 0)));
        assertScalar(0, ops -> TokenDivergence.fromUniform(ops, floats(Shape.of(1, 4, 1, 1), 2, 2, 2, 2)));
    }

    @Test
    void perplexity_twoOfFourTokensInUse_isTwo() {
        assertScalar(
                2, ops -> TokenDivergence.perplexity(ops, floats(Shape.of(2, 4, 1, 1), 100, 0, 0, 0, 0, 100, 0, 0)));
    }
}
