package io.facet.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Turns Ctrl-C (SIGINT) and SIGTERM into a wish to stop that the main thread carries out in its own time.
 *
 * <p>The JVM exits as soon as its shutdown hooks return, so the hook waits for the main thread, which calls
 * {@link #finished} when everything is on disk, up to a limit. A second Ctrl-C cannot interrupt that wait; the limit
 * can. Closing removes the hook.
 */
public final class Interruption implements AutoCloseable {
    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Duration limit) {
        this.hook = new Thread(() -> awaitFinish(limit), "facet-interruption");
    }

    /**
     * Listens from now on.
     *
     * @param limit how long a stop may take
     */
    public static Interruption listen(Duration limit) {
        Interruption interruption = new Interruption(limit);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether somebody wants the program to stop. */
    public boolean requested() {
        return requested.get();
    }

    /** Says that the stop has been carried out, so that the JVM may exit. */
    public void finished() {
        finished.countDown();
    }

    private void awaitFinish(Duration limit) {
        requested.set(true);
        try {
            if (!finished.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.printf("facet: gave up waiting for a clean stop after %d s%n", limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished();
        if (!requested()) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException shuttingDown) {
                // The signal came between the check and the removal: the hook has nothing left to wait for.
                requested.set(true);
            }
        }
    }
}
