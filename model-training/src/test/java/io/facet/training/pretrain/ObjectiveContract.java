package io.facet.training.pretrain;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import io.facet.training.engine.EngineContract;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.network.TextEncoder;
import io.facet.training.network.VisionTransformer;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Networks and objectives on one engine agree with PyTorch (golden.py, an independent reference in float64): results,
 * losses, every gradient, and one step of AdamW with clipping. Losses fall.
 *
 * @param <T> the engine's tensor
 */
abstract class ObjectiveContract<T> extends EngineContract<T> {
    /** The five results of {@code networks.json}. */
    private record Networks() implements Program {
        @Override
        public <V> Map<String, V> apply(Ops<V> ops, Map<String, V> inputs) {
            Map<String, V> results = new LinkedHashMap<>();
            V image = inputs.get("image");
            VisionTransformer clip = new VisionTransformer("encoder", Goldens.CLIP);
            V tokens = clip.tokens(ops, clip.patches(ops, image));
            results.put(
                    "clip.block1",
                    clip.features(ops, tokens, new TreeSet<>(List.of(1))).get(0));
            results.put("clip.class", clip.classFeature(ops, clip.patches(ops, image)));
            results.put("text", new TextEncoder("text", Goldens.TEXT).encode(ops, inputs.get("tokens")));
            return results;
        }
    }

    private record MaeNetwork() implements Program {
        @Override
        public <V> Map<String, V> apply(Ops<V> ops, Map<String, V> inputs) {
            VisionTransformer mae = new VisionTransformer("encoder", Goldens.MAE);
            V image = inputs.get("image");
            Map<String, V> results = new LinkedHashMap<>();
            results.put("mae.block2", mae.blocks(ops, mae.tokens(ops, mae.patches(ops, image))));
            results.put("mae.class", mae.classToken(ops, mae.encode(ops, image)));
            return results;
        }
    }

    @Test
    void networks_forward_agreeWithPyTorch() throws IOException {
        GoldenFile golden = GoldenFile.read("networks");
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put("image", Goldens.image());
        assertForward(new MaeNetwork(), batch, golden);
        batch.put("tokens", golden.longs("tokens"));
        assertForward(new Networks(), batch, golden);
    }

    private void assertForward(Program program, Map<String, HostTensor> batch, GoldenFile golden) {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        batch.forEach((name, value) -> shapes.put(name, value.shape().with(0, Shape.ANY)));
        Parameters parameters =
                GoldenFormula.parameters(Declaration.of(program, shapes).parameters());
        try (Inference<T> inference = new Inference<>(backend, program, parameters)) {
            inference
                    .run(batch)
                    .forEach((name, found) ->
                            assertResult(name, found, golden.root().get(name)));
        }
    }

    private static void assertResult(String name, HostTensor.Floats found, JsonNode expected) {
        for (int axis = 0; axis < found.shape().rank(); axis++) {
            assertThat(found.shape().size(axis))
                    .as(name)
                    .isEqualTo(expected.get("shape").get(axis).asLong());
        }
        for (int i = 0; i < expected.get("first").size(); i++) {
            assertThat((double) found.values()[i])
                    .as("%s, value %d", name, i)
                    .isCloseTo(expected.get("first").get(i).asDouble(), within(2e-5));
        }
        assertThat(GoldenFormula.probe("out", found.values()))
                .as(name)
                .isCloseTo(expected.get("probe").asDouble(), within(2e-4));
    }

    @Test
    void farl_lossesGradientsAndStep_agreeWithPyTorch() throws IOException {
        GoldenFile golden = GoldenFile.read("farl");
        assertTraining(Goldens.farl(MaskedTokenLoss.Reduction.MEAN), Goldens.farlBatch(golden), golden);
    }

    @Test
    void farl_sumOverMaskedPatches_agreesWithPyTorch() throws IOException {
        GoldenFile golden = GoldenFile.read("farl-sum");
        assertTraining(Goldens.farl(MaskedTokenLoss.Reduction.SUM_PER_IMAGE), Goldens.farlBatch(golden), golden);
    }

    @Test
    void mcf_asCode_lossesGradientsAndStep_agreeWithPyTorch() throws IOException {
        GoldenFile golden = GoldenFile.read("mcf");
        assertTraining(Goldens.mcf(true), Goldens.mcfBatch(golden), golden);
    }

    @Test
    void mcf_asPaper_lossesGradientsAndStep_agreeWithPyTorch() throws IOException {
        GoldenFile golden = GoldenFile.read("mcf-paper");
        assertTraining(Goldens.mcf(false), Goldens.mcfBatch(golden), golden);
    }

    @Test
    void tokenizer_squaredError_agreesWithPyTorch() throws IOException {
        assertTraining(
                Goldens.tokenizer(TokenizerOptions.Reconstruction.SQUARED_ERROR),
                Goldens.tokenizerBatch(),
                GoldenFile.read("tokenizer"));
    }

    @Test
    void tokenizer_logitLaplace_agreesWithPyTorch() throws IOException {
        assertTraining(
                Goldens.tokenizer(TokenizerOptions.Reconstruction.LOGIT_LAPLACE),
                Goldens.tokenizerBatch(),
                GoldenFile.read("tokenizer-laplace"));
    }

    private void assertTraining(Objective objective, Map<String, HostTensor> batch, GoldenFile golden) {
        Parameters before = GoldenFormula.parameters(objective.parameters());
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.95, 1e-4, 0.05, 1, objective.frozen(), List.of());
        try (Learner<T> learner = Learner.start(backend, objective, objective.parameters(), before, settings)) {
            Map<String, Double> scalars = learner.accumulate(batch, 1);
            golden.numbers("parts")
                    .forEach((name, expected) -> assertThat(scalars.get(name))
                            .as(name)
                            .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected)))));
            double norm = golden.number("gradientNorm");
            assertMeasures(learner.gradients(), golden.measures("gradients"), 2e-6 * norm);
            assertThat(learner.update(0.01)).isCloseTo(norm, within(1e-4 * norm));
            assertMeasures(
                    difference(learner.parameters(), before, golden.measures("changes")),
                    golden.measures("changes"),
                    1e-5);
        }
    }

    /** Every tensor and no other, to 2e-4 of its norm. */
    private static void assertMeasures(Parameters found, Map<String, double[]> expected, double floor) {
        assertThat(found.values().keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, measure) -> {
            float[] values = found.get(name).values();
            double tolerance = floor + 2e-4 * measure[0];
            assertThat(GoldenFormula.norm(values)).as("norm of %s", name).isCloseTo(measure[0], within(tolerance));
            assertThat(GoldenFormula.probe(name, values))
                    .as("probe of %s", name)
                    .isCloseTo(measure[1], within(tolerance));
        });
    }

    private static Parameters difference(Parameters after, Parameters before, Map<String, double[]> names) {
        Map<String, HostTensor.Floats> differences = new LinkedHashMap<>();
        for (String name : names.keySet()) {
            float[] values = after.get(name).values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] -= before.get(name).values()[i];
            }
            differences.put(name, new HostTensor.Floats(after.get(name).shape(), values));
        }
        return new Parameters(differences);
    }

    @Test
    void farl_trainedOnOneBatch_lossFalls() throws IOException {
        assertLossFalls(Goldens.farl(MaskedTokenLoss.Reduction.MEAN), Goldens.farlBatch(GoldenFile.read("farl")), 0.5);
    }

    @Test
    void farl_temperatureAtItsBound_staysThereAndIsStillLearnt() throws IOException {
        FarlObjective objective = Goldens.farl(MaskedTokenLoss.Reduction.MEAN);
        Map<String, HostTensor> batch = Goldens.farlBatch(GoldenFile.read("farl"));
        String name = "temperature.logScale";
        float bound = (float) Math.log(100);
        Parameters above = objective
                .initial(7)
                .with(new Parameters(Map.of(name, new HostTensor.Floats(Shape.of(1), new float[] {bound + 1}))));
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.95, 1e-8, 0.05, 1, objective.frozen(), List.of());
        try (Learner<T> learner = Learner.start(backend, objective, objective.parameters(), above, settings)) {
            objective.afterUpdate(learner);
            assertThat(learner.parameters().get(name).values()).containsExactly(bound);
            learner.accumulate(batch, 1);
            assertThat(learner.gradients().get(name).values()[0]).isNotZero();
        }
    }

    @Test
    void mcf_trainedOnOneBatch_lossFallsAndTeacherFollows() throws IOException {
        assertLossFalls(Goldens.mcf(true), Goldens.mcfBatch(GoldenFile.read("mcf")), 0.9);
    }

    @Test
    void tokenizer_trainedOnOneBatch_lossFalls() {
        assertLossFalls(
                Goldens.tokenizer(TokenizerOptions.Reconstruction.SQUARED_ERROR), Goldens.tokenizerBatch(), 0.9);
    }

    private void assertLossFalls(Objective objective, Map<String, HostTensor> batch, double share) {
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.95, 1e-8, 0.05, 1, objective.frozen(), List.of());
        Parameters initial = objective.initial(7);
        try (Learner<T> learner = Learner.start(backend, objective, objective.parameters(), initial, settings)) {
            double first = learner.evaluate(batch).get(Program.LOSS);
            for (int step = 0; step < 30; step++) {
                learner.accumulate(batch, 1);
                learner.update(3e-3);
                objective.afterUpdate(learner);
            }
            assertThat(learner.evaluate(batch).get(Program.LOSS)).isLessThan(share * first);
            Parameters trained = learner.parameters();
            for (MovingAverage average : objective.movingAverages()) {
                String followed = average.source() + "blocks.0.mlp.up.weight";
                String copy = average.target() + "blocks.0.mlp.up.weight";
                if (trained.values().containsKey(copy)) {
                    assertBetween(initial.get(copy), trained.get(copy), trained.get(followed));
                }
            }
        }
    }

    /** An average is nearer to where it began than what it follows is, and has moved. */
    private static void assertBetween(HostTensor.Floats start, HostTensor.Floats average, HostTensor.Floats followed) {
        double moved = GoldenFormula.norm(minus(average.values(), start.values()));
        double whole = GoldenFormula.norm(minus(followed.values(), start.values()));
        assertThat(moved).isPositive().isLessThan(whole / 2);
    }

    private static float[] minus(float[] a, float[] b) {
        float[] difference = a.clone();
        for (int i = 0; i < difference.length; i++) {
            difference[i] -= b[i];
        }
        return difference;
    }
}
