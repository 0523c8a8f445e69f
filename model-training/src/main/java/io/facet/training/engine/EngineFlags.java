package io.facet.training.engine;

import picocli.CommandLine.Option;

import io.facet.domain.UserError;

/** Options of the commands that compute: which engine, on what. */
public final class EngineFlags {
    @Option(
            names = "--engine",
            paramLabel = "djl|libtorch",
            defaultValue = "djl",
            description =
                    "Library that computes: djl, or libtorch for bf16, checkpointed activations and several processes"
                            + " (default: ${DEFAULT-VALUE}).")
    private EngineSettings.Kind kind;

    @Option(
            names = "--device",
            paramLabel = "cpu|cuda",
            defaultValue = "cpu",
            description = "Where to compute; cuda needs a build with -Pcuda (default: ${DEFAULT-VALUE}).")
    private Device device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads of one operation on a CPU; 0 for all cores (default: ${DEFAULT-VALUE}).")
    private int threads;

    /**
     * What was asked for.
     *
     * @throws UserError if the number of threads is negative
     */
    public EngineSettings settings(Precision precision) {
        if (threads < 0) {
            throw new UserError("--threads: expected 0 or more, found " + threads);
        }
        return new EngineSettings(kind, device, precision, threads);
    }

    /** Opens the engine, for float32 and one process; the caller closes it. */
    public Backend<?> open() {
        return Engines.open(settings(Precision.FP32));
    }
}
