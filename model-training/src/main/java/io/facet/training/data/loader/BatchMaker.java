package io.facet.training.data.loader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

import io.facet.domain.UserError;
import io.facet.training.data.Batch;
import io.facet.training.data.Collator;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.loader.BatchLoader.MadeBatch;

/** Makes the batch of a number. Any number of threads. */
final class BatchMaker {
    private final SampleSource source;
    private final Collator collator;
    private final LoaderSettings settings;
    private final long batchesPerEpoch;
    private final EpochOrders orders;
    private volatile boolean stopped;

    BatchMaker(SampleSource source, Collator collator, LoaderSettings settings, long batchesPerEpoch) {
        this.source = source;
        this.collator = collator;
        this.settings = settings;
        this.batchesPerEpoch = batchesPerEpoch;
        this.orders = new EpochOrders(source.size(), settings.seed());
    }

    /** Batches under way end at their next sample. */
    void stop() {
        stopped = true;
    }

    MadeBatch make(long batch) {
        long epoch = batch / batchesPerEpoch;
        Draw draw = new Draw(batch, orders.order(epoch), (batch % batchesPerEpoch) * settings.globalBatch());
        List<Sample> samples = new ArrayList<>(settings.batchSize());
        while (samples.size() < settings.batchSize()) {
            samples.add(draw.next());
        }
        List<String> keys = samples.stream().map(Sample::key).toList();
        SplittableRandom random = new SplittableRandom(Seeds.of(settings.seed(), batch, settings.rank()));
        try {
            return new MadeBatch(new Batch(collator.collate(samples, random), keys), draw.skipped);
        } catch (UserError e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "batch %d (%s to %s) could not be made: %s"
                            .formatted(batch, keys.get(0), keys.get(keys.size() - 1), e.getMessage()),
                    e);
        }
    }

    /** Goes through the samples of one batch, and through those that stand in for broken ones. */
    private final class Draw {
        private final long batch;
        private final int[] order;
        private final long end;
        private final Map<String, String> skipped = new LinkedHashMap<>();
        private long position;
        private long left;
        private long stride = 1;
        private long tried;

        /** @param start place in the order of the first sample that any process has in this step */
        Draw(long batch, int[] order, long start) {
            this.batch = batch;
            this.order = order;
            this.end = start + settings.globalBatch();
            this.position = start + (long) settings.rank() * settings.batchSize();
            this.left = settings.batchSize();
        }

        Sample next() {
            while (tried++ < order.length) {
                if (stopped) {
                    throw new CancellationException("the batch loader was closed");
                }
                int index = order[(int) (position % order.length)];
                advance();
                try {
                    return source.read(index);
                } catch (UnreadableSampleException e) {
                    skipped.put(source.key(index), e.getMessage());
                } catch (UserError e) {
                    throw e;
                } catch (RuntimeException e) {
                    throw new IllegalStateException(
                            "batch %d, sample %s could not be read: %s"
                                    .formatted(batch, source.key(index), e.getMessage()),
                            e);
                }
            }
            throw new UserError("batch %d: expected %d readable samples, found fewer; unreadable: %s"
                    .formatted(
                            batch,
                            settings.batchSize(),
                            skipped.values().stream().limit(3).toList()));
        }

        /** After the batch's own samples, every process takes its turn in what follows the step. */
        private void advance() {
            left--;
            if (left == 0) {
                position = end + settings.rank();
                stride = settings.processes();
            } else {
                position += stride;
            }
        }
    }
}
