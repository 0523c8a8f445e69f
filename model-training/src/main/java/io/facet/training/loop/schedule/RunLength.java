package io.facet.training.loop.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * When a run ends.
 *
 * @param amount what the schedule is laid over; the run is complete at its end
 * @param wallClock ends a session earlier, with a checkpoint; a resumed run has it anew
 */
public record RunLength(Amount amount, Optional<Duration> wallClock) {
    public RunLength {
        if (amount.value() == 0) {
            throw new IllegalArgumentException("a run is longer than 0 " + amount.unit());
        }
        wallClock.ifPresent(limit -> {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a limit on the wall clock is above 0, found " + limit);
            }
        });
    }

    public static RunLength updates(long updates) {
        return new RunLength(Amount.updates(updates), Optional.empty());
    }

    public static RunLength epochs(double epochs) {
        return new RunLength(Amount.epochs(epochs), Optional.empty());
    }

    public RunLength within(Duration limit) {
        return new RunLength(amount, Optional.of(limit));
    }
}
