package io.facet.training.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;
import io.facet.training.loop.metrics.ConsoleProgress;
import io.facet.training.loop.metrics.LoopListener;
import io.facet.training.loop.metrics.TrainingMetrics;

/** What concerns one session of a run, and may differ when it is resumed. */
final class TrainingSessionFlags {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    @Mixin
    TrainingEngineFlags engine;

    @Option(
            names = "--data-threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that decode and augment (default: ${DEFAULT-VALUE}).")
    int dataThreads;

    @Option(
            names = "--time-limit",
            paramLabel = "DURATION",
            description = "End this session after so long, with a checkpoint, as in PT30M; the run can be resumed.")
    Duration timeLimit;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve Prometheus metrics on this port of the loopback interface; 0 picks a free one.")
    Integer metricsPort;

    /** Refuses values out of their range, before anything is opened. */
    void check() {
        if (dataThreads < 1) {
            throw new UserError("--data-threads: expected 1 or more, found " + dataThreads);
        }
        if (timeLimit != null && (timeLimit.isNegative() || timeLimit.isZero())) {
            throw new UserError("--time-limit: expected a duration above 0 such as PT30M, found " + timeLimit);
        }
    }

    /** Who is told how the session goes; the caller closes them. */
    List<LoopListener> listeners() {
        List<LoopListener> listeners = new ArrayList<>();
        listeners.add(new ConsoleProgress(System.err, System.console() != null, BETWEEN_LINES));
        if (metricsPort != null) {
            TrainingMetrics metrics = TrainingMetrics.serve(TrainingMetrics.LOOPBACK, metricsPort);
            System.err.println("Metrics on http://" + TrainingMetrics.LOOPBACK + ":" + metrics.port() + "/metrics");
            listeners.add(metrics);
        }
        return listeners;
    }
}
