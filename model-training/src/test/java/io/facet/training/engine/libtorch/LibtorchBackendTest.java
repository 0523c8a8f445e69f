package io.facet.training.engine.libtorch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.BackendContract;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Precision;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

@Tag("libtorch")
class LibtorchBackendTest extends BackendContract<Tensor> {
    private static final TinyTransformer NETWORK = new TinyTransformer(2, true);
    private static final long MIB = 1L << 20;

    @Override
    protected Backend<Tensor> open() {
        return LibtorchBackend.open(new EngineSettings(Kind.LIBTORCH, Device.CPU, Precision.FP32, 1));
    }

    @Test
    void accumulate_bfloat16OnCpu_givesNearlyTheLossOfFloat32() {
        EngineSettings settings = new EngineSettings(Kind.LIBTORCH, Device.CPU, Precision.BF16, 1);
        try (Backend<Tensor> half = LibtorchBackend.open(settings);
                Learner<Tensor> quick = start(half);
                Learner<Tensor> exact = learner()) {
            assertThat(half.description()).contains("CPU", "BF16");
            for (int step = 0; step < 5; step++) {
                Map<String, HostTensor> batch = TinyTransformer.batch(8, step);
                double expected = exact.accumulate(batch, 1).get(Program.LOSS);
                assertThat(quick.accumulate(batch, 1).get(Program.LOSS)).isCloseTo(expected, withinPercentage(2));
                exact.update(1e-3);
                quick.update(1e-3);
            }
        }
    }

    @Test
    void open_cudaWithCpuNatives_isRefused() {
        EngineSettings settings = new EngineSettings(Kind.LIBTORCH, Device.CUDA, Precision.BF16, 1);
        assertThatThrownBy(() -> LibtorchBackend.open(settings))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("device CUDA: expected a GPU")
                .hasMessageContaining("found CPU natives");
    }

    @Test
    void open_otherEngineInOneProcess_isRefused() {
        try (Backend<?> opened = Engines.open(ContrastiveRun.settings())) {
            assertThat(opened).isInstanceOf(LibtorchBackend.class);
        }
        assertThatThrownBy(() -> Engines.open(EngineSettings.cpu(Kind.DJL)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected engine LIBTORCH");
    }

    @Test
    void accumulate_hundredsOfSteps_keepsMemoryFlat() {
        try (Learner<Tensor> learner = learner()) {
            train(learner, 20);
            long tensors = Pointer.totalCount();
            long bytes = Pointer.physicalBytes();
            train(learner, 200);
            assertThat(Pointer.totalCount()).isLessThanOrEqualTo(tensors);
            // Every step makes over 1 MiB of tensors: leaking a quarter of them would show.
            assertThat(Pointer.physicalBytes() - bytes).isLessThan(64 * MIB);
        }
    }

    @Test
    void close_afterLearner_leavesNoNativeObjects() {
        backend.close();
        Pointer.deallocateReferences();
        long before = Pointer.totalCount();
        try (Backend<Tensor> other = open();
                Learner<Tensor> learner = start(other)) {
            train(learner, 3);
            other.leaf(HostTensor.Floats.scalar(1), true);
        }
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    @Test
    void accumulate_onAnotherThread_givesSameLoss() {
        try (Learner<Tensor> learner = learner()) {
            double here = learner.evaluate(TinyTransformer.batch(8, 1)).get(Program.LOSS);
            double there = CompletableFuture.supplyAsync(() ->
                            learner.accumulate(TinyTransformer.batch(8, 1), 1).get(Program.LOSS))
                    .join();
            assertThat(there).isCloseTo(here, within(1e-6));
            assertThat(learner.gradients().values()).isNotEmpty();
        }
    }

    @Test
    void backward_ofWhatNoLeafIsPartOf_isRefused() {
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            Tensor constant = backend.constant(HostTensor.Floats.scalar(1));
            assertThatThrownBy(() -> backend.backward(constant, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no trainable leaf");
            Tensor vector = backend.constant(new HostTensor.Floats(Shape.of(2), new float[2]));
            assertThatThrownBy(() -> backend.backward(vector, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a scalar, found shape [2]");
        } finally {
            backend.recordGradients(false);
        }
    }

    @Test
    void gatherFromAll_oneProcess_givesItsOwnRows() {
        try (Backend.Scope scope = backend.scope()) {
            Tensor rows = backend.constant(new HostTensor.Floats(Shape.of(3, 1), new float[] {1, 2, 3}));
            assertThat(backend.gatherFromAll(rows)).isSameAs(rows);
            assertThat(backend.longs(backend.rowsAmongAll(rows)).values()).containsExactly(0, 1, 2);
            assertThat(backend.meanOverProcesses(new double[] {1, 2})).containsExactly(1, 2);
            backend.averageGradients(List.of(rows));
        }
    }

    private Learner<Tensor> learner() {
        return start(backend);
    }

    private static Learner<Tensor> start(Backend<Tensor> on) {
        return Learner.start(on, NETWORK, NETWORK.specs(), NETWORK.initial(), OptimizerSettings.of(0.05, 1));
    }

    private static void train(Learner<Tensor> learner, int steps) {
        for (int step = 0; step < steps; step++) {
            learner.accumulate(TinyTransformer.batch(8, step), 1);
            learner.update(1e-3);
        }
    }
}
