package io.facet.training.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.inference.bundle.Bundle;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;
import io.facet.training.network.VitSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** ViT-B/16: 328 MiB of parameters. */
@Tag("heavy")
class LargeEncoderIT {
    @TempDir
    private Path folder;

    @Test
    void run_vitBaseOfBothLayouts_agreesWithTheEngine() throws Exception {
        EngineSettings settings = new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1);
        try (Backend<?> backend = Engines.open(settings)) {
            for (VitSettings layout :
                    List.of(VitSettings.clip(VitSettings.Size.BASE), VitSettings.mae(VitSettings.Size.BASE))) {
                EncoderProgram base = Releases.encoder(layout, 4, 6, 8, 12);
                Path out = folder.resolve(layout.activation().name());
                long start = System.nanoTime();
                EncoderExport.Exported exported = EncoderExport.run(
                        backend, base, Releases.parameters(base), Releases.release(Optional.empty()), out);
                System.out.printf(
                        "ViT-B/16, %s: %s; %,d bytes in %.1f s%n",
                        layout.activation(),
                        exported.parity().text(),
                        Files.size(out.resolve("encoder.onnx")),
                        (System.nanoTime() - start) / 1e9);

                assertThat(exported.parity().largestDifference()).isBetween(0.0, 1e-4);
                assertThat(Bundle.open(out).manifest()).isEqualTo(exported.manifest());
            }
        }
    }
}
