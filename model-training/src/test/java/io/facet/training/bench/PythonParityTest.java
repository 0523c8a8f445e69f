package io.facet.training.bench;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The steps here and those written again in PyTorch: forward, gradients, clipping, AdamW and averages. */
class PythonParityTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final int STEPS = 6;

    static Stream<Arguments> recipes() {
        IntFunction<StepTask> farl = SmallTasks::farl;
        IntFunction<StepTask> mcf = SmallTasks::mcf;
        return Stream.of(Arguments.of("farl", farl), Arguments.of("mcf", mcf));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recipes")
    void run_sameValuesAndBatch_givesPyTorchsLosses(String name, IntFunction<StepTask> recipe)
            throws IOException, InterruptedException {
        assumeTrue(hasTorch(), "needs " + PYTHON + " with torch");
        StepTask task = recipe.apply(4);
        List<Double> expected;
        try (Contender python = PythonContender.start(new PythonContender.PythonSettings(PYTHON, false), task, 1)) {
            expected = python.run(STEPS).losses();
        }

        List<Double> found;
        EngineSettings settings = new EngineSettings(EngineSettings.Kind.DJL, Device.CPU, Precision.FP32, 1);
        try (Backend<?> backend = Engines.open(settings);
                Contender java = new JavaContender<>(backend, task)) {
            found = java.run(STEPS).losses();
        }

        assertThat(expected).hasSize(STEPS);
        assertThat(expected.get(STEPS - 1)).as("the loss falls").isLessThan(expected.get(0));
        for (int step = 0; step < STEPS; step++) {
            assertThat(found.get(step))
                    .as("loss before update %d", step)
                    .isCloseTo(expected.get(step), within(1e-4 * Math.abs(expected.get(step))));
        }
    }

    @Test
    void start_programThatIsNotPython_isRefused() {
        PythonContender.PythonSettings settings = new PythonContender.PythonSettings("/bin/false", false);

        assertThatThrownBy(() -> PythonContender.start(settings, SmallTasks.mcf(2), 1))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("/bin/false");
    }

    private static boolean hasTorch() throws IOException, InterruptedException {
        try {
            Process process = new ProcessBuilder(PYTHON, "-c", "import torch, numpy").start();
            return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
