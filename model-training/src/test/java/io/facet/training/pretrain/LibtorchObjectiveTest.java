package io.facet.training.pretrain;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Tag;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Precision;
import io.facet.training.engine.libtorch.LibtorchBackend;

@Tag("libtorch")
class LibtorchObjectiveTest extends ObjectiveContract<Tensor> {
    @Override
    protected Backend<Tensor> open() {
        return LibtorchBackend.open(new EngineSettings(EngineSettings.Kind.LIBTORCH, Device.CPU, Precision.FP32, 1));
    }
}
