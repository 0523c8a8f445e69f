package io.facet.training.recipe;

import java.time.Duration;
import java.util.Optional;

import io.facet.training.loop.checkpoint.CheckpointPolicy;

/**
 * When checkpoints and rows of metrics are written.
 *
 * @param everyUpdates default 0: not by updates
 * @param everyMinutes default 10
 * @param keep the newest so many; default 3
 * @param logEvery updates behind a row of metrics; default 10
 */
public record CheckpointSection(Long everyUpdates, Double everyMinutes, Integer keep, Long logEvery) {
    private static final double MILLIS_A_MINUTE = 60_000;

    public CheckpointSection {
        everyUpdates = Sections.or(everyUpdates, 0L);
        everyMinutes = Sections.or(everyMinutes, 10.0);
        keep = Sections.or(keep, 3);
        logEvery = Sections.or(logEvery, 10L);
        Sections.require(everyMinutes >= 0, "everyMinutes", "0 (not by time) or more", everyMinutes);
        Sections.require(logEvery >= 1, "logEvery", "1 or more", logEvery);
        Sections.require(everyUpdates >= 0, "everyUpdates", "0 (not by updates) or more", everyUpdates);
        Sections.require(keep >= 1, "keep", "1 or more", keep);
    }

    static CheckpointSection defaults() {
        return new CheckpointSection(null, null, null, null);
    }

    CheckpointPolicy policy() {
        Optional<Duration> every = everyMinutes > 0
                ? Optional.of(Duration.ofMillis(Math.round(everyMinutes * MILLIS_A_MINUTE)))
                : Optional.empty();
        return new CheckpointPolicy(everyUpdates, every, keep);
    }
}
