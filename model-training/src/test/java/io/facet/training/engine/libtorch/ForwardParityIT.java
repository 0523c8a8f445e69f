package io.facet.training.engine.libtorch;

import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.training.network.VitSettings;

/** ViT-B/16: 328 MiB of parameters. */
@Tag("heavy")
class ForwardParityIT {
    @Test
    void forward_vitBase_bothEnginesAndOnnxRuntimeAgree(@TempDir Path folder) throws Exception {
        ForwardRun.assertAgree(VitSettings.Size.BASE, "1g", folder);
    }
}
