package io.facet.training.loop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Learner;
import io.facet.training.loop.RunResult.Outcome;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.Progress;
import io.facet.training.loop.metrics.LoopListener;
import io.facet.training.loop.metrics.UpdateFigures;
import io.facet.training.loop.schedule.Schedule;
import io.facet.training.tensor.Program;

/** One session of a run, from the start or a checkpoint to its end. Used once, by one thread. */
final class TrainingSession<T> {
    private final LoopSettings settings;
    private final Experiment experiment;
    private final Backend<T> backend;
    private final Learner<T> learner;
    private final BatchSource batches;
    private final RunFiles files;
    private final List<LoopListener> listeners;
    private final AtomicBoolean stop;
    private final Schedule.Curve schedule;
    private final double updatesPerEpoch;
    private final Progress before;
    private final boolean writes;
    private final long beginning = System.nanoTime();
    private long update;
    private long batch;
    private long images;
    private long skipped;
    private long checkpointNanos = beginning;
    private long checkpointed;
    private long evaluated;
    private boolean interrupted;

    TrainingSession(
            LoopSettings settings,
            Experiment experiment,
            Backend<T> backend,
            Learner<T> learner,
            RunFiles files,
            List<LoopListener> listeners,
            AtomicBoolean stop,
            Optional<Checkpoint> from) {
        this.settings = settings;
        this.experiment = experiment;
        this.backend = backend;
        this.learner = learner;
        this.batches = experiment.batches();
        this.files = files;
        this.stop = stop;
        this.writes = backend.rank() == 0;
        this.listeners = writes ? listeners : List.of();
        this.updatesPerEpoch = (double) batches.batchesPerEpoch() / settings.accumulation();
        long total = Math.max(1, settings.length().amount().inUpdates(updatesPerEpoch));
        this.schedule = settings.schedule().over(total, updatesPerEpoch);
        this.before = from.map(Checkpoint::progress).orElse(Progress.none());
        this.update = before.update();
        this.batch = before.batches();
        this.images = before.images();
        this.skipped = before.skipped();
        this.checkpointed = from.isPresent() ? update : -1;
    }

    RunResult run() {
        try (files) {
            batches.seek(batch);
            if (writes) {
                files.open();
            }
            UpdateFigures start = figures(0, 0, Map.of(), 0);
            tell(listener -> listener.started(start, schedule.updates()));
            Optional<Outcome> outcome = outcome(0, 0);
            while (outcome.isEmpty()) {
                outcome = next();
            }
            return finish(outcome.get());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One update, and what is due after it. */
    private Optional<Outcome> next() {
        long started = System.nanoTime();
        Map<String, Double> losses = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < settings.accumulation(); i++) {
            Batch taken = take();
            if (taken == null) {
                return Optional.of(Outcome.STOPPED);
            }
            keys.addAll(taken.keys());
            accumulate(taken, batch + i, losses);
        }
        double rate = schedule.rate(update);
        double norm = learner.update(rate);
        if (!Double.isFinite(norm)) {
            throw new TrainingDivergedException(
                    "gradient norm " + norm, update + 1, batch + settings.accumulation() - 1, keys, losses);
        }
        update++;
        batch += settings.accumulation();
        experiment.afterUpdate(learner, update);
        return after(started, keys.size(), rate, norm, losses);
    }

    /** The next batch; null if the thread was interrupted while it waited. */
    private Batch take() {
        try {
            return batches.next();
        } catch (InterruptedException e) {
            // Told again at the end of the session: an interrupted thread could not write the checkpoint.
            interrupted = true;
            return null;
        }
    }

    private void accumulate(Batch taken, long number, Map<String, Double> losses) {
        double share = 1.0 / settings.accumulation();
        Map<String, Double> scalars = learner.accumulate(taken.tensors(), share);
        double loss = scalars.get(Program.LOSS);
        if (!Double.isFinite(loss)) {
            throw new TrainingDivergedException("loss " + loss, update + 1, number, taken.keys(), scalars);
        }
        losses.merge(Program.LOSS, share * loss, Double::sum);
        scalars.forEach((name, value) -> {
            if (!name.equals(Program.LOSS)) {
                losses.merge(name, share * value, Double::sum);
            }
        });
    }

    private Optional<Outcome> after(long started, int samples, double rate, double norm, Map<String, Double> losses) {
        boolean late = settings.length()
                .wallClock()
                .filter(limit -> System.nanoTime() - beginning >= limit.toNanos())
                .isPresent();
        interrupted |= Thread.interrupted();
        boolean stops = interrupted || stop.get();
        // One exchange an update: all processes count the same and stop at the same update.
        double[] means =
                backend.meanOverProcesses(new double[] {samples, batches.skipped(), stops ? 1 : 0, late ? 1 : 0});
        long seen = Math.round(means[0] * backend.processes());
        images += seen;
        skipped = before.skipped() + Math.round(means[1] * backend.processes());
        double seconds = (System.nanoTime() - started) / 1e9;
        UpdateFigures figures = figures(rate, norm, losses, seen / seconds);
        files.updated(figures);
        tell(listener -> listener.updated(figures));
        if (settings.evaluateEvery() > 0 && update % settings.evaluateEvery() == 0) {
            evaluate();
        }
        if (writes && settings.checkpoints().due(update, Duration.ofNanos(System.nanoTime() - checkpointNanos))) {
            checkpoint();
        }
        return outcome(means[2], means[3]);
    }

    private Optional<Outcome> outcome(double stops, double late) {
        if (update >= schedule.updates()) {
            return Optional.of(Outcome.COMPLETED);
        }
        if (stops > 0) {
            return Optional.of(Outcome.STOPPED);
        }
        return late > 0 ? Optional.of(Outcome.TIME_LIMIT) : Optional.empty();
    }

    private void evaluate() {
        Map<String, Double> scores = experiment.evaluate(learner, update);
        evaluated = update;
        files.evaluated(update, scores);
        tell(listener -> listener.evaluated(update, scores));
    }

    private void checkpoint() {
        Path folder = files.checkpoint(learner, progress(), schedule.updates());
        checkpointed = update;
        checkpointNanos = System.nanoTime();
        tell(listener -> listener.checkpointed(update, folder));
    }

    private RunResult finish(Outcome outcome) {
        boolean score = settings.evaluateEvery() > 0 && outcome == Outcome.COMPLETED;
        if (score && evaluated != update && checkpointed != update) {
            evaluate();
        }
        if (writes && checkpointed != update) {
            checkpoint();
        }
        return new RunResult(outcome, update, skipped, writes ? Optional.of(files.folder(update)) : Optional.empty());
    }

    private Progress progress() {
        return new Progress(Progress.FORMAT, update, batch, images, epoch(), seconds(), skipped, Map.of());
    }

    private UpdateFigures figures(double rate, double norm, Map<String, Double> losses, double imagesPerSecond) {
        return new UpdateFigures(update, epoch(), images, seconds(), rate, norm, losses, imagesPerSecond, skipped);
    }

    private double epoch() {
        return update / updatesPerEpoch;
    }

    private double seconds() {
        return before.seconds() + (System.nanoTime() - beginning) / 1e9;
    }

    private void tell(Consumer<LoopListener> event) {
        listeners.forEach(event);
    }
}
