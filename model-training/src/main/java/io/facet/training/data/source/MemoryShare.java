package io.facet.training.data.source;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that several may take from. Any number of threads. */
public final class MemoryShare {
    private final AtomicLong left;

    public MemoryShare(long bytes) {
        this.left = new AtomicLong(bytes);
    }

    /** Takes so many bytes; false, and nothing taken, if fewer are left. */
    boolean take(long bytes) {
        if (left.addAndGet(-bytes) >= 0) {
            return true;
        }
        left.addAndGet(bytes);
        return false;
    }

    void giveBack(long bytes) {
        left.addAndGet(bytes);
    }
}
