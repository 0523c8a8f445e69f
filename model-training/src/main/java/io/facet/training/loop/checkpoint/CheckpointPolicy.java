package io.facet.training.loop.checkpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * When to write checkpoints, and how many to keep. One is written at the end of a session in any case.
 *
 * @param everyUpdates 0 for not by updates
 * @param every time since the last one; empty for not by time
 * @param keep the newest so many
 */
public record CheckpointPolicy(long everyUpdates, Optional<Duration> every, int keep) {
    public CheckpointPolicy {
        if (everyUpdates < 0 || keep < 1) {
            throw new IllegalArgumentException("checkpoints are written every 0 or more updates and 1 or more are kept,"
                    + " found every " + everyUpdates + ", keep " + keep);
        }
        every.ifPresent(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("the time between checkpoints is above 0, found " + time);
            }
        });
    }

    public static CheckpointPolicy everyUpdates(long updates, int keep) {
        return new CheckpointPolicy(updates, Optional.empty(), keep);
    }

    /** Whether one is due after an update, so long after the one before. */
    public boolean due(long update, Duration sinceLast) {
        boolean byUpdates = everyUpdates > 0 && update % everyUpdates == 0;
        return byUpdates || every.isPresent() && sinceLast.compareTo(every.get()) >= 0;
    }
}
