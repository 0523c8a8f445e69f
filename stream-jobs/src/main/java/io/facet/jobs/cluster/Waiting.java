package io.facet.jobs.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for something outside this program, which cannot be listened to, by asking again and again. */
final class Waiting {

    private static final Duration PAUSE = Duration.ofMillis(100);

    private Waiting() {}

    /** True as soon as the condition holds; false when it does not hold within the time. Asks at least once. */
    static boolean until(Duration timeout, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    /** The time between two questions. */
    static void pause() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
}
