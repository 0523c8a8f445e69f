package io.facet.training.data;

/** Gives the batches of a run in order, from any place on. Used by one thread. */
public interface BatchSource extends AutoCloseable {
    /** Batches in one pass over the data, for one process. */
    long batchesPerEpoch();

    /**
     * The next batch; waits until it is ready.
     *
     * @throws InterruptedException if the run is being stopped
     */
    Batch next() throws InterruptedException;

    /** Goes to the batch of this number, from 0, so that {@link #next()} gives it. */
    void seek(long batch);

    /** Samples left out so far because they could not be read. */
    long skipped();

    @Override
    void close();
}
