package io.facet.inference.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.HeadResult;
import io.facet.inference.analyze.BatchAnalysis;

import static java.util.Objects.requireNonNull;

/**
 * Gathers faces of all streams of a process into batches and runs them.
 *
 * <ol>
 *   <li>Any thread calls {@link #submit}; it blocks while the queue is full.
 *   <li>Each of the batcher's daemon threads takes a batch when it is full or its oldest face has waited
 *       {@link BatchSettings#maxWait()}, runs it, and completes its futures in the order they came. What is chained to a
 *       future without an executor runs on that thread and holds up its next batch: keep it short.
 *   <li>A run that fails fails the futures of its own batch and nothing else.
 *   <li>{@link #close} lets the running batches finish and fails what still waits with {@link BatcherClosedException}.
 *       Callers blocked in {@link #submit} get a future failed the same way.
 * </ol>
 *
 * <p>The analysis belongs to the caller, who closes it after the batcher.
 */
public final class FaceBatcher implements AutoCloseable {
    private static final String THREAD_NAME = "facet-batcher";

    private final BatchAnalysis analysis;
    private final BatchQueue queue;
    private final BatchCounters counters = new BatchCounters();
    private final List<Thread> runners;

    /** A batcher that has one run under way at a time. */
    public FaceBatcher(BatchAnalysis analysis, BatchSettings settings) {
        this(analysis, settings, 1);
    }

    /**
     * A batcher of its own threads.
     *
     * @param analysis safe for as many threads as there are runners
     * @param runners runs that may be under way at a time, each on a thread of its own, at least 1
     */
    public FaceBatcher(BatchAnalysis analysis, BatchSettings settings, int runners) {
        if (runners < 1) {
            throw new IllegalArgumentException("a batcher needs at least 1 runner, got " + runners);
        }
        this.analysis = requireNonNull(analysis, "analysis is null");
        this.queue = new BatchQueue(settings);
        this.runners = IntStream.range(0, runners).mapToObj(this::runner).toList();
        this.runners.forEach(Thread::start);
    }

    private Thread runner(int index) {
        Thread runner = new Thread(this::runBatches, THREAD_NAME + "-" + index);
        runner.setDaemon(true);
        return runner;
    }

    /**
     * Queues one face, waiting for room if there is none.
     *
     * @return completes with one result for each head that gave the face a readable one; fails with {@link IllegalArgumentException} when the crop does
     *     not fit, with {@link BatcherClosedException} when the batcher is closed first, else with what its run threw
     * @throws InterruptedException when interrupted while waiting for room; the face is then not queued
     */
    public CompletableFuture<List<HeadResult>> submit(AlignedCrop crop) throws InterruptedException {
        try {
            analysis.requireFits(crop);
        } catch (IllegalArgumentException e) {
            counters.rejected(1);
            return CompletableFuture.failedFuture(e);
        }
        PendingFace face = new PendingFace(crop, new CompletableFuture<>(), System.nanoTime());
        if (!queue.put(face)) {
            reject(List.of(face), null);
        }
        return face.result();
    }

    /** What has been done so far. */
    public BatchStatistics statistics() {
        return counters.snapshot(analysis.encoderPasses(), analysis.unreadable());
    }

    /**
     * Idempotent; returns when the batcher's threads have ended.
     *
     * @throws IllegalStateException on one of these threads, which would wait for its own end
     */
    @Override
    public void close() {
        if (runners.contains(Thread.currentThread())) {
            throw new IllegalStateException("a batcher cannot be closed from what is chained to its own futures");
        }
        reject(queue.close(), null);
        boolean interrupted = false;
        for (Thread runner : runners) {
            interrupted |= awaitEnd(runner);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says whether the wait was interrupted. */
    private static boolean awaitEnd(Thread runner) {
        boolean interrupted = false;
        while (runner.isAlive()) {
            try {
                runner.join();
            } catch (InterruptedException e) {
                // The session must not be closed under a running batch, so the end of the thread is awaited all the
                // same.
                interrupted = true;
            }
        }
        return interrupted;
    }

    private void runBatches() {
        Throwable end = null;
        try {
            List<PendingFace> batch = queue.takeBatch();
            while (!batch.isEmpty()) {
                run(batch);
                batch = queue.takeBatch();
            }
        } catch (InterruptedException e) {
            // Nobody but a stranger interrupts such a thread.
            end = e;
        } catch (RuntimeException | Error e) {
            end = e;
            throw e;
        } finally {
            // Nothing may be left waiting for a runner that is gone.
            reject(queue.close(), end);
        }
    }

    private void run(List<PendingFace> batch) {
        long started = System.nanoTime();
        long queued = 0;
        for (PendingFace face : batch) {
            queued += started - face.submittedNanos();
        }
        List<List<HeadResult>> results;
        try {
            results = analyze(batch);
        } catch (RuntimeException | Error e) {
            // Errors too: a face that needs more memory than there is must not leave its caller waiting for ever.
            counters.ran(batch.size(), false, queued, System.nanoTime() - started);
            batch.forEach(face -> face.result().completeExceptionally(e));
            return;
        }
        counters.ran(batch.size(), true, queued, System.nanoTime() - started);
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).result().complete(results.get(i));
        }
    }

    private List<List<HeadResult>> analyze(List<PendingFace> batch) {
        List<List<HeadResult>> results =
                analysis.analyze(batch.stream().map(PendingFace::crop).toList());
        if (results.size() != batch.size()) {
            throw new IllegalStateException("an analysis of %d faces must give as many results, got %d"
                    .formatted(batch.size(), results.size()));
        }
        return results;
    }

    /** @param cause why the runner ended by itself; null when the batcher was closed */
    private void reject(List<PendingFace> faces, Throwable cause) {
        counters.rejected(faces.size());
        faces.forEach(face -> face.result()
                .completeExceptionally(new BatcherClosedException(
                        "the face batcher was closed before this face was analysed", cause)));
    }
}
