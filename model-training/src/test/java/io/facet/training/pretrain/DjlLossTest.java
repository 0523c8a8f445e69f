package io.facet.training.pretrain;

import ai.djl.ndarray.NDArray;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Precision;
import io.facet.training.engine.djl.DjlBackend;

class DjlLossTest extends LossContract<NDArray> {
    @Override
    protected Backend<NDArray> open() {
        return DjlBackend.open(new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1));
    }
}
