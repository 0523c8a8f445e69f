package io.facet.training.engine.libtorch;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

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
        Map<String, HostTensor.Floats> expected = ParityRun.read(file);
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        Map<String, Double> worst = new TreeMap<>();
        expected.forEach((name, value) -> {
            assertThat(found.get(name).shape()).as(name).isEqualTo(value.shape());
            double difference = difference(found.get(name).values(), value.values());
            worst.merge(name.substring(0, name.indexOf('.')), difference, Math::max);
        });
        assertThat(worst.get("output")).as("forward").isLessThanOrEqualTo(1e-5);
        assertThat(worst.get("gradient")).as("gradients").isLessThanOrEqualTo(1e-3);
        assertThat(worst.get("trained")).as("parameters after steps").isLessThanOrEqualTo(1e-4);
    }

    /** The largest difference, relative to the largest value of the tensor. */
    private static double difference(float[] found, float[] expected) {
        double largest = 0;
        double size = 1e-6;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        return largest / size;
    }
}
