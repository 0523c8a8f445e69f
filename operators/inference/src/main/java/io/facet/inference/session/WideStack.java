package io.facet.inference.session;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs native code that recurses deeply on a thread with a stack to match.
 *
 * <p>When ONNX Runtime 1.29 starts, it matches the process's command line against regular expressions, by recursion: one
 * of some tens of kilobytes, such as a class path given as {@code -cp}, overflows the megabyte a Java thread has, and
 * the process dies of SIGSEGV without a word.
 */
final class WideStack {
    /** Enough for the longest command line Linux allows; only what is used is ever backed by memory. */
    private static final long STACK_BYTES = 512L << 20;

    private WideStack() {}

    /**
     * Runs the work and waits for it, interrupted or not: whoever left early would leave behind what the work opens,
     * with nobody to close it. The interrupt stays set for the caller to see.
     */
    static <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "facet-onnx-load", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
