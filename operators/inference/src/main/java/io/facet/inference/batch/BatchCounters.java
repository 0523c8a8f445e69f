package io.facet.inference.batch;

/** The running numbers behind {@link BatchStatistics}. Thread-safe. */
final class BatchCounters {
    private long faces;
    private long failed;
    private long rejected;
    private long batches;
    private long queueNanos;
    private long runNanos;
    private int maxBatchSeen;

    synchronized void ran(int batch, boolean succeeded, long queued, long run) {
        faces += succeeded ? batch : 0;
        failed += succeeded ? 0 : batch;
        batches++;
        queueNanos += queued;
        runNanos += run;
        maxBatchSeen = Math.max(maxBatchSeen, batch);
    }

    synchronized void rejected(int count) {
        rejected += count;
    }

    synchronized BatchStatistics snapshot(long encoderPasses, long unreadable) {
        return new BatchStatistics(
                faces, failed, rejected, batches, encoderPasses, unreadable, queueNanos, runNanos, maxBatchSeen);
    }
}
