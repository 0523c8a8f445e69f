package io.facet.training.engine.libtorch;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.network.VitSettings;

class ForwardParityTest {
    @Test
    void forward_vitTiny_bothEnginesAndOnnxRuntimeAgree(@TempDir Path folder) throws Exception {
        ForwardRun.assertAgree(VitSettings.Size.TINY, "256m", folder);
    }
}
