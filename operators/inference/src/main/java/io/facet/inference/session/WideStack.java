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
     * Runs the work and waits for it.
     *
     * @throws InferenceException if the wait is interrupted
     */
    static <T> T call(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(null, task, "facet-onnx-load", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InferenceException("interrupted while loading a model", e);
        }
    }
}
