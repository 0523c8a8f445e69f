package io.facet.inference.session;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Direct buffers for the inputs of runs, used again from run to run, since allocating and zeroing one costs as much as
 * filling it.
 *
 * <p>Native memory: allocated by {@link #borrow}, owned by the borrower until {@link #giveBack}, else by this object;
 * freed by the garbage collector after this object is gone. There are never more buffers than there were borrowers at
 * one time. Thread-safe.
 */
public final class DirectBuffers {
    private final Deque<ByteBuffer> idle = new ArrayDeque<>();

    /** A buffer in native order, from 0 to a limit of {@code bytes}; its contents are what the last user left. */
    public ByteBuffer borrow(int bytes) {
        ByteBuffer buffer;
        synchronized (idle) {
            buffer = idle.poll();
        }
        if (buffer == null || buffer.capacity() < bytes) {
            // One that is too small is let go: sizes only grow until the largest batch has been seen.
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        return buffer.clear().limit(bytes);
    }

    /** Ends the borrower's use of a buffer and of every view of it. */
    public void giveBack(ByteBuffer buffer) {
        synchronized (idle) {
            idle.push(buffer);
        }
    }
}
