package io.facet.training.loop;

import java.nio.file.Path;
import java.time.Duration;

import io.facet.training.loop.checkpoint.CheckpointPolicy;
import io.facet.training.loop.schedule.RunLength;
import io.facet.training.loop.schedule.Schedule;

/**
 * How to train.
 *
 * @param length when the run ends
 * @param schedule learning rate by update
 * @param accumulation batches behind one update of the optimiser, 1 or more
 * @param averageMomentum of an exponential moving average of the trained parameters, used for evaluation and export; 0 keeps
 *     none
 * @param checkpoints when they are written
 * @param evaluateEvery updates between evaluations by {@link Experiment#evaluate}; 0 for none; else also at the end
 * @param logEvery updates behind one row of {@code metrics.csv}, 1 or more
 * @param seed of the first parameters
 * @param output folder of the run: metrics, report and checkpoints
 */
public record LoopSettings(
        RunLength length,
        Schedule schedule,
        int accumulation,
        double averageMomentum,
        CheckpointPolicy checkpoints,
        long evaluateEvery,
        long logEvery,
        long seed,
        Path output) {
    private static final int CHECKPOINT_UPDATES = 1000;
    private static final int CHECKPOINTS_KEPT = 3;
    private static final int LOG_UPDATES = 10;

    public LoopSettings {
        if (accumulation < 1 || logEvery < 1 || evaluateEvery < 0) {
            throw new IllegalArgumentException("expected an accumulation and updates to a row of 1 or more, and updates"
                    + " between evaluations of 0 or more; found " + accumulation + ", " + logEvery + ", "
                    + evaluateEvery);
        }
        if (!(averageMomentum >= 0 && averageMomentum < 1)) {
            throw new IllegalArgumentException(
                    "the momentum of an average is 0 (none) or between 0 and 1, found " + averageMomentum);
        }
    }

    /** No accumulation, average or evaluation; a row every 10 updates, a checkpoint every 1000, three of them kept. */
    public static LoopSettings of(Path output, RunLength length, Schedule schedule, long seed) {
        CheckpointPolicy checkpoints = CheckpointPolicy.everyUpdates(CHECKPOINT_UPDATES, CHECKPOINTS_KEPT);
        return new LoopSettings(length, schedule, 1, 0, checkpoints, 0, LOG_UPDATES, seed, output);
    }

    public LoopSettings accumulating(int batches) {
        return new LoopSettings(
                length, schedule, batches, averageMomentum, checkpoints, evaluateEvery, logEvery, seed, output);
    }

    public LoopSettings averaging(double momentum) {
        return new LoopSettings(
                length, schedule, accumulation, momentum, checkpoints, evaluateEvery, logEvery, seed, output);
    }

    public LoopSettings checkpointing(CheckpointPolicy policy) {
        return new LoopSettings(
                length, schedule, accumulation, averageMomentum, policy, evaluateEvery, logEvery, seed, output);
    }

    /** The same run, each session of it no longer than a limit. */
    public LoopSettings within(Duration limit) {
        return new LoopSettings(
                length.within(limit),
                schedule,
                accumulation,
                averageMomentum,
                checkpoints,
                evaluateEvery,
                logEvery,
                seed,
                output);
    }

    public LoopSettings evaluatingEvery(long updates) {
        return new LoopSettings(
                length, schedule, accumulation, averageMomentum, checkpoints, updates, logEvery, seed, output);
    }

    public LoopSettings loggingEvery(long updates) {
        return new LoopSettings(
                length, schedule, accumulation, averageMomentum, checkpoints, evaluateEvery, updates, seed, output);
    }
}
