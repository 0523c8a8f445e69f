package io.facet.training.cli;

import java.nio.file.Path;
import java.time.Duration;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.EngineFlags;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;
import io.facet.training.engine.libtorch.LibtorchBackend;
import io.facet.training.engine.libtorch.ProcessGroupSettings;

/** Which engine trains, on what, how precisely, and together with whom. */
final class TrainingEngineFlags {
    @Mixin
    private EngineFlags engine;

    @Option(
            names = "--precision",
            paramLabel = "fp32|bf16",
            defaultValue = "fp32",
            description =
                    "Of matrix products; bf16 with libtorch, on a GPU or a CPU with AVX512-BF16 or AMX (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    @Option(
            names = "--processes",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Processes that train together (default: ${DEFAULT-VALUE}); start this command once for each, with its --rank.")
    private int processes;

    @Option(
            names = "--rank",
            paramLabel = "R",
            defaultValue = "0",
            description = "This process among them, from 0 (default: ${DEFAULT-VALUE}).")
    private int rank;

    @Option(
            names = "--rendezvous",
            paramLabel = "HOST:PORT|FILE",
            description = "Where processes find each other: a port that rank 0 listens on, or a file that all reach.")
    private String rendezvous;

    int rank() {
        return rank;
    }

    int processes() {
        return processes;
    }

    /** Opens the engine; the caller closes it. */
    Backend<?> open() {
        EngineSettings settings = engine.settings(precision);
        requireRank();
        if (processes == 1) {
            return Engines.open(settings);
        }
        if (settings.kind() != EngineSettings.Kind.LIBTORCH) {
            throw new UserError(
                    "--processes " + processes + ": expected --engine libtorch, found djl, which trains alone");
        }
        return LibtorchBackend.open(
                settings, new ProcessGroupSettings(rank, processes, meeting(), Duration.ofMinutes(10)));
    }

    private void requireRank() {
        if (processes < 1) {
            throw new UserError("--processes: expected 1 or more, found " + processes);
        }
        if (rank < 0 || rank >= processes) {
            throw new UserError("--rank: expected 0 to " + (processes - 1) + ", found " + rank);
        }
    }

    private ProcessGroupSettings.Meeting meeting() {
        if (rendezvous == null) {
            throw new UserError("--processes " + processes + ": expected --rendezvous HOST:PORT or FILE, found none");
        }
        int colon = rendezvous.lastIndexOf(':');
        if (colon > 0 && rendezvous.substring(colon + 1).matches("\\d+")) {
            return new ProcessGroupSettings.Meeting.AtAddress(
                    rendezvous.substring(0, colon), Integer.parseInt(rendezvous.substring(colon + 1)));
        }
        return new ProcessGroupSettings.Meeting.AtFile(Path.of(rendezvous));
    }
}
