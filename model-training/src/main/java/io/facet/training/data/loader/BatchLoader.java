package io.facet.training.data.loader;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.data.Collator;
import io.facet.training.data.SampleSource;

/**
 * Makes batches ahead on threads of its own, and gives them in order.
 *
 * <p>What is in a batch depends on the seed, the rank and the number of the batch alone: threads, interruptions and
 * {@link #seek} change nothing. Each epoch has an order of its own; what does not fill a batch of all processes at its
 * end is dropped.
 *
 * <p>An unreadable sample is replaced by a readable one from beyond the batch in the epoch's order, the same one each
 * time and never one that another process has in the same step; it is counted, and named once in the log, up to
 * {@value #NAMED} names.
 *
 * <p>Used by one thread, except for {@link #skipped}. Its threads live until {@link #close}, which waits for the samples
 * under way; the source is not closed.
 */
public final class BatchLoader implements BatchSource {
    private static final Logger LOG = LoggerFactory.getLogger(BatchLoader.class);
    private static final int NAMED = 100;

    private final BatchMaker maker;
    private final int prefetch;
    private final long batchesPerEpoch;
    private final ExecutorService workers;
    private final ArrayDeque<Future<MadeBatch>> ahead = new ArrayDeque<>();
    private final AtomicLong skipped = new AtomicLong();
    private final Set<String> named = new HashSet<>();
    private long nextToMake;
    private boolean closed;

    /**
     * Starts the threads; the first batch is made when it is asked for.
     *
     * @throws UserError if the set does not fill one batch of all processes
     */
    public BatchLoader(SampleSource source, Collator collator, LoaderSettings settings) {
        this.batchesPerEpoch = source.size() / settings.globalBatch();
        if (batchesPerEpoch == 0) {
            throw new UserError("expected at least %d samples for a batch of %d in each of %d processes, found %d"
                    .formatted(settings.globalBatch(), settings.batchSize(), settings.processes(), source.size()));
        }
        this.maker = new BatchMaker(source, collator, settings, batchesPerEpoch);
        this.prefetch = settings.prefetch();
        AtomicInteger number = new AtomicInteger();
        this.workers = Executors.newFixedThreadPool(
                settings.threads(), work -> new Thread(work, "batch-loader-" + number.incrementAndGet()));
    }

    @Override
    public long batchesPerEpoch() {
        return batchesPerEpoch;
    }

    @Override
    public Batch next() throws InterruptedException {
        if (closed) {
            throw new IllegalStateException("the batch loader is closed");
        }
        fill();
        MadeBatch made;
        try {
            made = ahead.element().get();
        } catch (ExecutionException e) {
            ahead.remove();
            throw failure(e.getCause());
        }
        ahead.remove();
        fill();
        tellSkipped(made.skipped());
        return made.batch();
    }

    private void fill() {
        while (ahead.size() < prefetch) {
            long batch = nextToMake++;
            ahead.add(workers.submit(() -> maker.make(batch)));
        }
    }

    private static RuntimeException failure(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }

    private void tellSkipped(Map<String, String> reasons) {
        skipped.addAndGet(reasons.size());
        reasons.forEach((key, reason) -> {
            if (named.size() < NAMED && named.add(key)) {
                LOG.warn("sample left out: {}", reason);
                if (named.size() == NAMED) {
                    LOG.warn("samples left out from here on are counted, not named");
                }
            }
        });
    }

    @Override
    public void seek(long batch) {
        if (batch < 0) {
            throw new IllegalArgumentException("a batch has a number from 0 on, got " + batch);
        }
        dropAhead();
        nextToMake = batch;
    }

    /** Not by interruption: a thread that is interrupted while it reads closes the file for all. */
    private void dropAhead() {
        ahead.forEach(future -> future.cancel(false));
        ahead.clear();
    }

    @Override
    public long skipped() {
        return skipped.get();
    }

    @Override
    public void close() {
        closed = true;
        maker.stop();
        dropAhead();
        workers.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = workers.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * A batch and what was left out of it.
     *
     * @param skipped reasons by key
     */
    record MadeBatch(Batch batch, Map<String, String> skipped) {}
}
