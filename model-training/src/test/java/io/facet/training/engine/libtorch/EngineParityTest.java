package io.facet.training.engine.libtorch;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("libtorch")
class EngineParityTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void run_sameProgramOnBothEngines_agrees(ParityRun.Subject subject) throws Exception {
        Path file = folder.resolve("djl.bin");
        ChildJvm djl = ChildJvm.start(ParityRun.class, folder.resolve("log"), Kind.DJL, subject, file);
        Map<String, HostTensor.Floats> found;
        try (LibtorchBackend backend = LibtorchBackend.open(ContrastiveRun.settings())) {
            found = ParityRun.run(backend, subject.task());
        }
        assertThat(djl.exitCode(120)).as(djl.output()).isZero();
        Map<String, Double> worst = ParityRun.differences(found, ParityRun.read(file));
        assertThat(worst.get("output")).as("forward").isLessThanOrEqualTo(1e-5);
        assertThat(worst.get("scalar")).as("losses").isLessThanOrEqualTo(1e-4);
        assertThat(worst.get("gradient")).as("gradients").isLessThanOrEqualTo(1e-3);
        assertThat(worst.get("trained")).as("parameters after steps").isLessThanOrEqualTo(1e-4);
    }
}
