package io.facet.inference.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded first-in-first-out queue that is emptied batch by batch. Any number of threads put and take.
 *
 * <p>Not a {@link java.util.concurrent.BlockingQueue}: closing must wake those who wait at either end and hand over what
 * is left, in one step.
 */
final class BatchQueue {
    private final BatchSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<PendingFace> faces = new ArrayDeque<>();
    private boolean closed;

    BatchQueue(BatchSettings settings) {
        this.settings = settings;
    }

    /**
     * Waits while the queue is full.
     *
     * @return false when the queue is closed; the face was then not taken in
     */
    boolean put(PendingFace face) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (faces.size() == settings.queueCapacity() && !closed) {
                notFull.await();
            }
            if (closed) {
                return false;
            }
            faces.add(face);
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a first face, then for its batch to fill up or its deadline to pass.
     *
     * @return up to {@code maxBatch} faces in the order they came; empty when the queue is closed
     */
    List<PendingFace> takeBatch() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            // Another taker may have been quicker while this one waited for its batch to fill: then it starts again.
            do {
                while (faces.isEmpty() && !closed) {
                    arrived.await();
                }
                awaitFullBatch();
            } while (faces.isEmpty() && !closed);
            List<PendingFace> batch = new ArrayList<>();
            while (!closed && batch.size() < settings.maxBatch() && !faces.isEmpty()) {
                batch.add(faces.remove());
            }
            notFull.signalAll();
            if (!faces.isEmpty()) {
                // Their signals may have gone to this taker while it waited for its batch to fill.
                arrived.signal();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void awaitFullBatch() throws InterruptedException {
        while (!closed && !faces.isEmpty() && faces.size() < settings.maxBatch()) {
            long waited = System.nanoTime() - faces.element().submittedNanos();
            long left = settings.maxWait().toNanos() - waited;
            if (left <= 0) {
                return;
            }
            arrived.await(left, TimeUnit.NANOSECONDS);
        }
    }

    /**
     * Closes the queue and wakes everyone. Idempotent.
     *
     * @return the faces that were still waiting
     */
    List<PendingFace> close() {
        lock.lock();
        try {
            closed = true;
            List<PendingFace> left = List.copyOf(faces);
            faces.clear();
            notFull.signalAll();
            arrived.signalAll();
            return left;
        } finally {
            lock.unlock();
        }
    }
}
