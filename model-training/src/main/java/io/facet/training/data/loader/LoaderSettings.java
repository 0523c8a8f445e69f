package io.facet.training.data.loader;

/**
 * How batches are made.
 *
 * @param batchSize samples in a batch of one process
 * @param seed of the order of samples and of all chance in the collator
 * @param rank of this process among those that train together, from 0
 * @param processes that train together; each gets other samples of the same epoch
 * @param threads that decode and collate
 * @param prefetch batches that are ready or being made at a time, at least {@code threads} to keep all busy
 */
public record LoaderSettings(int batchSize, long seed, int rank, int processes, int threads, int prefetch) {
    public LoaderSettings {
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
        require(processes >= 1, "processes", "at least 1", processes);
        require(rank >= 0 && rank < processes, "rank", "in [0, " + processes + ")", rank);
        require(threads >= 1, "threads", "at least 1", threads);
        require(prefetch >= 1, "prefetch", "at least 1", prefetch);
    }

    /** One process, and two batches for each thread. */
    public static LoaderSettings single(int batchSize, long seed, int threads) {
        return new LoaderSettings(batchSize, seed, 0, 1, threads, 2 * threads);
    }

    /** Samples in one step of all processes. */
    long globalBatch() {
        return (long) batchSize * processes;
    }

    private static void require(boolean holds, String name, String expected, int found) {
        if (!holds) {
            throw new IllegalArgumentException("%s must be %s, got %d".formatted(name, expected, found));
        }
    }
}
