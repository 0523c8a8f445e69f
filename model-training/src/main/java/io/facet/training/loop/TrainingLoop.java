package io.facet.training.loop;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Learner;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.card.RunDescription;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.CheckpointStore;
import io.facet.training.loop.metrics.LoopListener;

/**
 * Trains an experiment: schedule, accumulation, averages, checkpoints, metrics, report.
 *
 * <p>Into the output folder go {@code metrics.csv}, {@code report.html}, {@code run-card.json} and {@code checkpoints}. A
 * resumed run goes on as if it had not stopped: same batches, same losses. Of several processes, each calls the loop with its
 * own backend and batches, and the first one writes; all see the same output folder when they resume.
 *
 * <p>One session at a time; {@link #stop()} may be called by any thread.
 */
public final class TrainingLoop {
    private final LoopSettings settings;
    private final RunDescription description;
    private final List<LoopListener> listeners;
    private final AtomicBoolean stop = new AtomicBoolean();

    /**
     * @param listeners told about the run, in the first process only; the caller closes them
     */
    public TrainingLoop(LoopSettings settings, RunDescription description, List<? extends LoopListener> listeners) {
        this.settings = settings;
        this.description = description;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Trains from the start. Experiment and backend stay open.
     *
     * @throws UserError if the output folder holds checkpoints already, or cannot be written
     * @throws TrainingDivergedException if the loss or the gradients are not finite
     */
    public RunResult run(Experiment experiment, Backend<?> backend) {
        requireNew(settings.output());
        return train(experiment, backend, store(), Optional.empty());
    }

    /**
     * Refuses an output folder that holds checkpoints.
     *
     * @throws UserError naming the newest
     */
    public static void requireNew(Path output) {
        List<Path> found = new CheckpointStore(output, 1).folders();
        if (!found.isEmpty()) {
            throw new UserError("the output folder " + output + " holds a run already, up to "
                    + found.get(found.size() - 1).getFileName() + ": resume it or choose another folder");
        }
    }

    /**
     * Goes on from the newest sound checkpoint in the output folder.
     *
     * @throws UserError if there is none, or it is of another architecture, seed or data set
     * @throws TrainingDivergedException if the loss or the gradients are not finite
     */
    public RunResult resume(Experiment experiment, Backend<?> backend) {
        CheckpointStore store = store();
        Checkpoint checkpoint = store.latest()
                .orElseThrow(() -> new UserError(
                        "expected checkpoints of an earlier run in " + settings.output() + ", found none"));
        ResumeCheck.require(checkpoint, settings, description, experiment, backend.processes());
        return train(experiment, backend, store, Optional.of(checkpoint));
    }

    /** Asks the session that is running to finish its update, write a checkpoint and return; any thread. */
    public void stop() {
        stop.set(true);
    }

    private CheckpointStore store() {
        return new CheckpointStore(settings.output(), settings.checkpoints().keep());
    }

    private <T> RunResult train(
            Experiment experiment, Backend<T> backend, CheckpointStore store, Optional<Checkpoint> from) {
        Parameters initial = from.map(checkpoint -> checkpoint.state().parameters())
                .orElseGet(() -> experiment.initial(settings.seed()));
        try (Learner<T> learner = Learner.start(
                backend, experiment.program(), experiment.parameters(), initial, experiment.optimizer())) {
            if (settings.averageMomentum() > 0) {
                learner.keepAverages(settings.averageMomentum());
            }
            from.ifPresent(checkpoint -> {
                checkpoint.requireTrains(learner.trained());
                learner.restore(checkpoint.state());
            });
            RunFiles files =
                    new RunFiles(settings, description, store, backend.description(), backend.processes(), from);
            return new TrainingSession<>(settings, experiment, backend, learner, files, listeners, stop, from).run();
        }
    }
}
