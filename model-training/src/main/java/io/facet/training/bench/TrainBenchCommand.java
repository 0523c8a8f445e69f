package io.facet.training.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;
import io.facet.training.recipe.RecipeReader;

/** {@code facet train bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Times training steps beside the same network in PyTorch under Python: same values, batch and threads, by turns.",
            "With --memory-steps: runs steps alone and shows the memory of the process."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:slower than --at-least of PyTorch",
            "2:an option is not right, or Python lacks torch; nothing was measured"
        })
public final class TrainBenchCommand implements Callable<Integer> {
    private static final int EXIT_SLOW = 1;
    private static final int MEMORY_INTERVAL = 50;
    private static final double MEBI = 1 << 20;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--recipe",
            paramLabel = "NAME|FILE",
            defaultValue = "farl-tiny",
            description = "A recipe of FaRL or MCF, whose step is timed on noise (default: ${DEFAULT-VALUE}).")
    private String recipe;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replace a value of the recipe, as in --set encoder.imageSize=224; may be repeated.")
    private Map<String, String> set = new LinkedHashMap<>();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "djl",
            description = "djl or libtorch (default: ${DEFAULT-VALUE}).")
    private EngineSettings.Kind engine;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "16",
            description = "Images in a batch (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "3",
            description = "Steps of one turn (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--turns",
            paramLabel = "N",
            defaultValue = "5",
            description = "Turns of each side, after one that is not counted (default: ${DEFAULT-VALUE}).")
    private int turns;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of one operation, on both sides (default: all processors).")
    private Optional<Integer> threads;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of values and batch (default: 1).")
    private long seed;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            defaultValue = "python3",
            description = "Python with torch and numpy (default: ${DEFAULT-VALUE}).")
    private String python;

    @Option(
            names = "--own-blas",
            description =
                    "Leave PyTorch its own BLAS; without this OpenBLAS is put before it, which Debian's PyTorch needs"
                            + " to be of usual speed.")
    private boolean ownBlas;

    @Option(
            names = "--at-least",
            paramLabel = "RATIO",
            description = "Leave with code 1 if the ratio of images a second is smaller.")
    private Optional<Double> atLeast;

    @Option(
            names = "--memory-steps",
            paramLabel = "N",
            description =
                    "Run so many steps of ours alone, and show the resident memory every " + MEMORY_INTERVAL + ".")
    private Optional<Integer> memorySteps;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures to a file, too.")
    private Optional<Path> json;

    @Override
    public Integer call() throws IOException {
        int processors = threads.orElse(Runtime.getRuntime().availableProcessors());
        requirePositive("--batch", batch);
        requirePositive("--steps", steps);
        requirePositive("--turns", turns);
        requirePositive("--threads", processors);
        StepTask task = BenchRecipe.of(RecipeReader.read(recipe, set).recipe(), batch, seed);
        EngineSettings settings = new EngineSettings(engine, Device.CPU, Precision.FP32, processors);
        try (Backend<?> backend = Engines.open(settings)) {
            return memorySteps.isPresent() ? memory(backend, task) : speed(backend, task, processors);
        }
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new UserError("expected " + option + " of 1 or more, found " + value);
        }
    }

    private int speed(Backend<?> backend, StepTask task, int processors) throws IOException {
        SpeedReport report;
        try (Contender own = new JavaContender<>(backend, task);
                Contender other =
                        PythonContender.start(new PythonContender.PythonSettings(python, !ownBlas), task, processors)) {
            report = new SpeedComparison(own, other, steps).run(task, processors, turns);
        }
        print(
                "%s, batch %d, %d threads, %.1f M weights, %d turns of %d steps",
                recipe, batch, processors, task.weights() / 1e6, turns, steps);
        print("  %8s %12s", "images/s", "per CPU s");
        side(report.java());
        side(report.python());
        print(
                "  %8.2f %12.2f  ratio, median of turns; first losses differ by %.1e",
                report.ratio(), report.processorRatio(), report.firstLossDifference());
        write(report);
        return report.ratio() < atLeast.orElse(0.0) ? EXIT_SLOW : 0;
    }

    private void side(SpeedReport.Side side) {
        print("  %8.2f %12.2f  %s", side.imagesPerSecond(), side.imagesPerProcessorSecond(), side.library());
    }

    private int memory(Backend<?> backend, StepTask task) throws IOException {
        requirePositive("--memory-steps", memorySteps.orElseThrow());
        MemoryReport report;
        try (Contender own = new JavaContender<>(backend, task)) {
            print("%s, batch %d, %s", recipe, batch, own.description());
            report = MemoryTrial.run(
                    task,
                    own,
                    memorySteps.get(),
                    MEMORY_INTERVAL,
                    sample -> print("  %5d steps  %8.1f MiB", sample.step(), sample.residentBytes() / MEBI));
        }
        print("  growth in the second half: %.1f KiB a step", report.growthBytesPerStep() / 1024);
        write(report);
        return 0;
    }

    private void print(String format, Object... values) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }

    private void write(Object report) throws IOException {
        if (json.isPresent()) {
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(json.get().toFile(), report);
        }
    }
}
