package io.facet.training.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.console.LogFiles;
import io.facet.console.StopSignals;
import io.facet.training.engine.Backend;
import io.facet.training.loop.LoopSettings;
import io.facet.training.loop.RunResult;
import io.facet.training.loop.TrainingLoop;
import io.facet.training.loop.card.RunDescription;
import io.facet.training.loop.metrics.LoopListener;
import io.facet.training.recipe.RecipeExperiment;
import io.facet.training.recipe.RunOrder;

/** One session of a run, from its order to its exit code. */
record TrainingRun(RunOrder order, Path output, TrainingSessionFlags session, boolean resumed) {

    /** Trains, and prints to standard output where the results are. */
    int execute() {
        session.check();
        TrainingEngineFlags engine = session.engine;
        if (engine.rank() == 0) {
            prepareFolder();
        }
        RecipeExperiment.Share share =
                new RecipeExperiment.Share(engine.rank(), engine.processes(), session.dataThreads);
        try (Backend<?> backend = engine.open();
                RecipeExperiment experiment = RecipeExperiment.open(order, share)) {
            System.err.println(backend.description());
            List<LoopListener> listeners = session.listeners();
            try {
                return train(experiment, backend, listeners);
            } finally {
                listeners.forEach(LoopListener::close);
            }
        }
    }

    /** An old run is refused before anything is opened; warnings from then on are kept. */
    private void prepareFolder() {
        if (!resumed) {
            TrainingLoop.requireNew(output);
        }
        LogFiles.into(output);
    }

    private int train(RecipeExperiment experiment, Backend<?> backend, List<LoopListener> listeners) {
        // A resumed run keeps what its checkpoint says, whatever became of those networks.
        Map<String, String> begunFrom = resumed ? Map.of() : order.begunFrom();
        RunDescription description = new RunDescription(
                order.parsed().name(), order.recipe(), experiment.fingerprints(), begunFrom, Optional.empty());
        TrainingLoop loop = new TrainingLoop(settings(experiment), description, listeners);
        try (StopSignals signals = StopSignals.listen(loop::stop)) {
            RunResult result = resumed ? loop.resume(experiment, backend) : begin(loop, experiment, backend);
            report(result);
            return signals.exitCode();
        }
    }

    private RunResult begin(TrainingLoop loop, RecipeExperiment experiment, Backend<?> backend) {
        if (session.engine.rank() == 0) {
            order.write(output);
        }
        return loop.run(experiment, backend);
    }

    private LoopSettings settings(RecipeExperiment experiment) {
        LoopSettings settings = experiment.loop(output, session.engine.processes());
        return session.timeLimit == null ? settings : settings.within(session.timeLimit);
    }

    private void report(RunResult result) {
        if (session.engine.rank() > 0) {
            return;
        }
        String how = switch (result.outcome()) {
            case COMPLETED -> "completed";
            case TIME_LIMIT -> "stopped at the time limit";
            case STOPPED -> "stopped";
        };
        System.out.println("Run " + how + " after " + result.updates() + " updates");
        if (result.outcome() != RunResult.Outcome.COMPLETED) {
            System.out.println("Go on with: facet train resume --out " + output);
        }
        if (result.skipped() > 0) {
            System.out.println("Samples left out: " + result.skipped() + ", unreadable; facet.log names them");
        }
        result.checkpoint().ifPresent(folder -> System.out.println("Checkpoint: " + folder));
        System.out.println("Report: " + output.resolve("report.html"));
    }
}
