package io.facet.training.loop.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Speed over the latest updates, pauses for checkpoints included: steady enough to read, quick enough to show a change.
 * Used by one thread.
 */
final class Throughput {
    private static final int UPDATES = 50;

    private final Deque<UpdateFigures> latest = new ArrayDeque<>();

    void add(UpdateFigures figures) {
        latest.addLast(figures);
        if (latest.size() > UPDATES + 1) {
            latest.removeFirst();
        }
    }

    /** 0 before anything was measured. */
    double imagesPerSecond() {
        double seconds = seconds();
        return seconds > 0 ? (latest.getLast().images() - latest.getFirst().images()) / seconds : 0;
    }

    /** Time that some more updates will take; zero before anything was measured. */
    Duration expected(long updates) {
        long done = latest.isEmpty()
                ? 0
                : latest.getLast().update() - latest.getFirst().update();
        return done == 0 ? Duration.ZERO : Duration.ofMillis(Math.round(1e3 * seconds() * updates / done));
    }

    private double seconds() {
        return latest.isEmpty()
                ? 0
                : latest.getLast().seconds() - latest.getFirst().seconds();
    }
}
