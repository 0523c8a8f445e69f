package io.facet.training.loop;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a session ended.
 *
 * @param outcome why
 * @param updates done so far, over all sessions
 * @param skipped samples left out so far because they could not be read, all processes
 * @param checkpoint folder of the last checkpoint; empty in processes that do not write
 */
public record RunResult(Outcome outcome, long updates, long skipped, Optional<Path> checkpoint) {
    /** Why a session ended. */
    public enum Outcome {
        /** All updates are done. */
        COMPLETED,
        /** The limit on the wall clock was reached; the run can be resumed. */
        TIME_LIMIT,
        /** Somebody asked for it, by {@link TrainingLoop#stop()}, a signal or an interrupt; the run can be resumed. */
        STOPPED
    }
}
