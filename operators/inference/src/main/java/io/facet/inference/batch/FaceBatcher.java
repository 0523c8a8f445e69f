package io.facet.inference.batch;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.HeadResult;
import io.facet.inference.analyze.BatchAnalysis;

import static java.util.Objects.requireNonNull;

/**
 * Gathers faces of all streams of a process into batches and runs them.
 *
 * <ol>
 *   <li>Any thread calls {@link #submit}; it blocks while the queue is full.
 *   <li>The batcher's one daemon thread takes a batch when it is full or its oldest face has waited
 *       {@link BatchSettings#maxWait()}, runs it, and completes its futures in the order they came. What is chained to a
 *       future without an executor runs on that thread and holds up the next batch: keep it short.
 *   <li>A run that fails fails the futures of its own batch and nothing else.
 *   <li>{@link #close} lets the running batch finish and fails what still waits with {@link BatcherClosedException}.
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
    private final Thread runner;

    public FaceBatcher(BatchAnalysis analysis, BatchSettings settings) {
        this.analysis = requireNonNull(analysis, "analysis is null");
        this.queue = new BatchQueue(settings);
        this.runner = new Thread(this::runBatches, THREAD_NAME);
        runner.setDaemon(true);
        runner.start();
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
     * Idempotent; returns when the batcher's thread has ended.
     *
     * @throws IllegalStateException on that thread itself, which would wait for its own end
     */
    @Override
    public void close() {
        if (Thread.currentThread() == runner) {
            throw new IllegalStateException("a batcher cannot be closed from what is chained to its own futures");
        }
        reject(queue.close(), null);
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
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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
            // Nobody but a stranger interrupts this thread.
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
