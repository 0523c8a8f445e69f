package io.facet.training.bench;

import java.util.List;

/** Runs steps of one task with one library. Used by one thread. */
interface Contender extends AutoCloseable {
    /** Library and version. */
    String description();

    /** Runs so many steps after those it has run. */
    Timing run(int steps);

    @Override
    void close();

    /**
     * How long steps took.
     *
     * @param seconds all of them together, by the wall clock
     * @param processorSeconds what all threads of the process worked meanwhile: other processes do not add to it
     * @param losses one for each, before its update
     */
    record Timing(double seconds, double processorSeconds, List<Double> losses) {
        public Timing {
            losses = List.copyOf(losses);
        }
    }
}
