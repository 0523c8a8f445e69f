package io.facet.training.engine.libtorch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

@Tag("libtorch")
class CheckpointTest {
    private static final TinyTransformer PLAIN = new TinyTransformer(4, false);
    private static final TinyTransformer CHECKPOINTED = new TinyTransformer(4, true);

    private LibtorchBackend backend;

    @BeforeEach
    void open() {
        backend = LibtorchBackend.open(new EngineSettings(EngineSettings.Kind.LIBTORCH, Device.CPU, Precision.FP32, 1));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void accumulate_checkpointedEncoderRunTwiceWithFeaturesInLoss_givesSameGradients() {
        assertSameGradients(List.of());
    }

    @Test
    void accumulate_checkpointedWithFrozenEmbedding_givesSameGradients() {
        assertSameGradients(List.of("patch.", "class.", "positions"));
    }

    @Test
    void accumulate_checkpointedWithFrozenBlocks_givesSameGradients() {
        assertSameGradients(List.of("blocks.0.", "blocks.1.", "blocks.2."));
    }

    @Test
    void accumulate_everythingBeforeTheHeadFrozen_givesSameGradients() {
        assertSameGradients(List.of("patch.", "class.", "positions", "blocks."));
    }

    private void assertSameGradients(List<String> frozen) {
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-8, 0.05, 1, frozen, List.of());
        try (Learner<Tensor> plain = start(PLAIN, settings);
                Learner<Tensor> checkpointed = start(CHECKPOINTED, settings)) {
            for (int step = 0; step < 2; step++) {
                Map<String, HostTensor> batch = TinyTransformer.batch(6, step);
                double expected = plain.accumulate(batch, 0.5).get(Program.LOSS);
                assertThat(checkpointed.accumulate(batch, 0.5).get(Program.LOSS))
                        .isCloseTo(expected, within(1e-6));
            }
            assertClose(checkpointed.gradients(), plain.gradients());
        }
    }

    @Test
    void evaluate_checkpointed_givesSameLoss() {
        OptimizerSettings settings = OptimizerSettings.of(0, 0);
        try (Learner<Tensor> plain = start(PLAIN, settings);
                Learner<Tensor> checkpointed = start(CHECKPOINTED, settings)) {
            Map<String, HostTensor> batch = TinyTransformer.batch(6, 1);
            assertThat(checkpointed.evaluate(batch)).isEqualTo(plain.evaluate(batch));
        }
    }

    @Test
    void backward_afterForwardThatWasGivenUp_isUnaffected() {
        Tensor leaf = backend.leaf(new HostTensor.Floats(Shape.of(2), new float[] {2, 3}), true);
        backend.recordGradients(true);
        try (Backend.Scope givenUp = backend.scope()) {
            backend.checkpoint(leaf, x -> backend.multiply(x, x));
        }
        try (Backend.Scope scope = backend.scope()) {
            Tensor squares = backend.checkpoint(leaf, x -> backend.multiply(x, x));
            backend.backward(backend.sum(squares, false, 0), 1);
            assertThat(backend.floats(backend.gradient(leaf).orElseThrow()).values())
                    .containsExactly(4, 6);
        }
        backend.recordGradients(false);
    }

    @Test
    void backward_twiceThroughOneCheckpoint_isRefused() {
        Tensor leaf = backend.leaf(new HostTensor.Floats(Shape.of(2), new float[] {2, 3}), true);
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            Tensor squares = backend.checkpoint(leaf, x -> backend.multiply(x, x));
            backend.backward(backend.sum(squares, false, 0), 1);
            assertThatThrownBy(() -> backend.backward(backend.mean(squares), 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("second backward");
        }
        backend.recordGradients(false);
    }

    @Test
    void checkpoint_deepNetwork_holdsLessThanHalfTheMemory() {
        long checkpointed = heldAfterForward(true);
        long plain = heldAfterForward(false);
        assertThat(checkpointed).as("bytes held; without checkpoints %d", plain).isLessThan(plain / 2);
    }

    /** Growth of the process over 16 blocks of 12 tensors of 2 MiB each. */
    private long heldAfterForward(boolean checkpoint) {
        Tensor leaf = backend.leaf(new HostTensor.Floats(Shape.of(1 << 19), new float[1 << 19]), true);
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            long before = Pointer.physicalBytes();
            Tensor x = leaf;
            for (int k = 0; k < 16; k++) {
                x = checkpoint ? backend.checkpoint(x, this::dozenTensors) : dozenTensors(x);
            }
            return Pointer.physicalBytes() - before;
        } finally {
            backend.recordGradients(false);
        }
    }

    private Tensor dozenTensors(Tensor x) {
        Tensor y = x;
        for (int i = 0; i < 12; i++) {
            y = backend.tanh(y);
        }
        return y;
    }

    private Learner<Tensor> start(TinyTransformer program, OptimizerSettings settings) {
        return Learner.start(backend, program, PLAIN.specs(), PLAIN.initial(), settings);
    }

    private static void assertClose(Parameters found, Parameters expected) {
        assertThat(new LinkedHashMap<>(found.values()).keySet())
                .isEqualTo(expected.values().keySet());
        expected.values()
                .forEach((name, value) ->
                        assertThat(found.get(name).values()).as(name).containsExactly(value.values(), within(1e-6f)));
    }
}
