package io.facet.training.engine.djl;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.BackendContract;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Precision;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DjlBackendTest extends BackendContract<NDArray> {
    private static final EngineSettings SETTINGS = new EngineSettings(Kind.DJL, Device.CPU, Precision.FP32, 1);

    @Override
    protected DjlBackend open() {
        return DjlBackend.open(SETTINGS);
    }

    @Test
    void open_mixedPrecision_isRefusedNamingTheEngineThatCan() {
        assertThatThrownBy(() -> DjlBackend.open(new EngineSettings(Kind.DJL, Device.CPU, Precision.BF16, 1)))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("expected precision FP32, found BF16")
                .hasMessageContaining("libtorch");
    }

    @Test
    void description_open_hasVersions() {
        assertThat(backend.description()).isEqualTo("DJL 0.35.1 (PyTorch 2.7.1), CPU, FP32, 1 thread");
    }

    @Test
    void backward_scalarOfNoTrainableLeaf_isRefused() {
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            NDArray scalar = backend.constant(HostTensor.Floats.scalar(1));
            assertThatThrownBy(() -> backend.backward(backend.multiply(scalar, 2), 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("trainable leaf");
        } finally {
            backend.recordGradients(false);
        }
    }

    @Test
    void update_manySteps_leavesNothingBehind() {
        DjlBackend djl = (DjlBackend) backend;
        try (Learner<NDArray> learner = network(OptimizerSettings.of(0.05, 1))) {
            train(learner, 0, 2);
            int arrays = djl.arrays();
            train(learner, 2, 300);
            learner.average("norm1.", "norm2.", 0.9);
            learner.state();
            assertThat(djl.arrays()).isEqualTo(arrays);
        }
        assertThat(djl.arrays()).isZero();
    }

    @Test
    void operation_onLeaf_belongsToTheScope() {
        DjlBackend djl = (DjlBackend) backend;
        NDArray leaf = backend.leaf(new HostTensor.Floats(Shape.of(1, 2), new float[] {1, 2}), true);
        try (Backend.Scope scope = backend.scope()) {
            backend.clamp(backend.add(backend.reshape(leaf, 2), 1), 0, 1);
            backend.clamp(leaf, 0, 1);
            backend.normalize(leaf);
            backend.floats(backend.permute(leaf, 1, 0));
        }
        assertThat(djl.arrays()).isEqualTo(1);
        backend.release(leaf);
        assertThat(djl.arrays()).isZero();
    }
}
