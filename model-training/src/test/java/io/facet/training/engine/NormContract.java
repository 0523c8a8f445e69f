package io.facet.training.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.training.network.BatchNorm;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What batch norm must do on every engine: norm by the batch in training, by what was seen else, and remember it.
 *
 * @param <T> the engine's tensor
 */
public abstract class NormContract<T> extends OperationContract<T> {
    private static final Map<String, HostTensor> BATCH = Map.of("x", Reference.values(1, 8, 3));

    /** loss = the mean of what is positive of a batch norm's results. */
    private record Normed() implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T normed = new BatchNorm("norm", 3).apply(ops, inputs.get("x"));
            return Map.of(LOSS, ops.mean(ops.relu(normed)));
        }

        List<ParameterSpec> specs() {
            return Declaration.of(this, Map.of("x", Shape.of(Shape.ANY, 3))).parameters();
        }
    }

    /** A batch norm over leaves, in training: one step of a program that has recorded gradients. */
    private final class TrainedNorm {
        private final HostTensor.Floats x = Reference.values(1, 4, 3, 2, 2);
        private final HostTensor.Floats gain = Reference.values(2, 3);
        private final HostTensor.Floats bias = Reference.values(3, 3);
        private final HostTensor.Floats weights = Reference.values(9, 4, 3, 2, 2);
        private final Map<String, T> leaves = new LinkedHashMap<>();

        TrainedNorm() {
            leaves.put("x", backend.leaf(x, true));
            leaves.put("gain", backend.leaf(gain, true));
            leaves.put("bias", backend.leaf(bias, true));
            leaves.put("mean", backend.leaf(Reference.values(4, 3), false));
            leaves.put("variance", backend.leaf(Reference.positive(5, 3), false));
        }

        T apply() {
            return backend.batchNorm(
                    leaves.get("x"),
                    leaves.get("gain"),
                    leaves.get("bias"),
                    leaves.get("mean"),
                    leaves.get("variance"),
                    0.25,
                    1e-3);
        }

        double[] expected(HostTensor.Floats input) {
            return Reference.batchNorm(
                    input,
                    gain.values(),
                    bias.values(),
                    Reference.channelMeans(input),
                    Reference.channelVariances(input),
                    1e-3);
        }

        /** Σ weights · norm(x with one value moved), in float64. */
        double weighted(int index, float by) {
            double[] results = expected(moved(x, index, by));
            double sum = 0;
            for (int i = 0; i < results.length; i++) {
                sum += results[i] * weights.values()[i];
            }
            return sum;
        }

        double[] values(String leaf) {
            return Reference.each(backend.floats(leaves.get(leaf)), value -> value);
        }

        void release() {
            backend.clearGradients(leaves.values());
            leaves.values().forEach(backend::release);
        }
    }

    @Test
    void batchNorm_whileGradientsAreRecorded_normsByTheBatchAndMovesTheRunningValues() {
        TrainedNorm norm = new TrainedNorm();
        double[] batchMean = Reference.channelMeans(norm.x);
        double[] batchVariance = Reference.channelVariances(norm.x);
        double[] mean = norm.values("mean");
        double[] variance = norm.values("variance");
        for (int c = 0; c < 3; c++) {
            mean[c] = 0.75 * mean[c] + 0.25 * batchMean[c];
            // Of 16 values per channel: unbiased.
            variance[c] = 0.75 * variance[c] + 0.25 * batchVariance[c] * 16 / 15;
        }
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            assertThat(Reference.each(backend.floats(norm.apply()), value -> value))
                    .containsExactly(norm.expected(norm.x), within(2e-5));
        } finally {
            backend.recordGradients(false);
        }
        assertThat(norm.values("mean")).containsExactly(mean, within(1e-6));
        assertThat(norm.values("variance")).containsExactly(variance, within(1e-6));
        norm.release();
    }

    @Test
    void batchNorm_notRecorded_leavesTheRunningValues() {
        TrainedNorm norm = new TrainedNorm();
        double[] mean = norm.values("mean");
        double[] variance = norm.values("variance");
        try (Backend.Scope scope = backend.scope()) {
            assertThat(backend.floats(norm.apply()).values()).hasSize(norm.x.values().length);
        }
        assertThat(norm.values("mean")).containsExactly(mean);
        assertThat(norm.values("variance")).containsExactly(variance);
        norm.release();
    }

    @Test
    void batchNorm_whileGradientsAreRecorded_hasGradientsThroughTheBatchsMoments() {
        TrainedNorm norm = new TrainedNorm();
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            T weighted = backend.multiply(norm.apply(), backend.constant(norm.weights));
            backend.backward(backend.sum(weighted, false, 0, 1, 2, 3), 1);
            float[] found = backend.floats(
                            backend.gradient(norm.leaves.get("x")).orElseThrow())
                    .values();
            for (int i = 0; i < found.length; i++) {
                double expected = (norm.weighted(i, 1e-3f) - norm.weighted(i, -1e-3f)) / 2e-3;
                assertThat((double) found[i]).isCloseTo(expected, within(1e-3));
            }
            assertThat(backend.gradient(norm.leaves.get("gain"))).isPresent();
            assertThat(backend.gradient(norm.leaves.get("bias"))).isPresent();
        } finally {
            backend.recordGradients(false);
        }
        norm.release();
    }

    @Test
    void learner_batchNorm_keepsWhatItSawAndTakesNoStepWithIt() {
        List<ParameterSpec> specs = new Normed().specs();
        Parameters initial = Parameters.initialize(specs, 1);
        try (Learner<T> learner = Learner.start(backend, new Normed(), specs, initial, OptimizerSettings.of(0.05, 1))) {
            learner.evaluate(BATCH);
            assertThat(learner.parameters().get("norm.runningMean").values()).containsExactly(0, 0, 0);

            learner.accumulate(BATCH, 1);
            assertThat(learner.gradients().values()).containsOnlyKeys("norm.weight", "norm.bias");
            float[] seen = learner.parameters().get("norm.runningMean").values().clone();
            double[] means = Reference.channelMeans((HostTensor.Floats) BATCH.get("x"));
            for (int c = 0; c < 3; c++) {
                assertThat((double) seen[c]).isCloseTo(0.1 * means[c], within(1e-6));
            }

            learner.update(0.1);
            assertThat(learner.parameters().get("norm.runningMean").values()).containsExactly(seen);
        }
    }

    @Test
    void learner_restored_hasTheRunningValues() {
        List<ParameterSpec> specs = new Normed().specs();
        Parameters initial = Parameters.initialize(specs, 1);
        OptimizerSettings settings = OptimizerSettings.of(0.05, 1);
        try (Learner<T> learner = Learner.start(backend, new Normed(), specs, initial, settings);
                Learner<T> resumed = Learner.start(backend, new Normed(), specs, initial, settings)) {
            learner.accumulate(BATCH, 1);
            learner.update(0.1);
            resumed.restore(learner.state());
            assertThat(resumed.parameters().get("norm.runningVariance").values())
                    .containsExactly(
                            learner.parameters().get("norm.runningVariance").values());
            assertThat(resumed.evaluate(BATCH)).isEqualTo(learner.evaluate(BATCH));
        }
    }
}
