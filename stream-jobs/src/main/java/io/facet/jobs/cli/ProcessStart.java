package io.facet.jobs.cli;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/** When this process started. */
final class ProcessStart {
    private ProcessStart() {}

    /** On the clock of {@link System#nanoTime}, so that the JVM's own start is counted in what a person waits for. */
    static long nanos() {
        long upMillis = ManagementFactory.getRuntimeMXBean().getUptime();
        return System.nanoTime() - Duration.ofMillis(upMillis).toNanos();
    }
}
