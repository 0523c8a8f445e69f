package io.facet.training.pretrain;

import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.tensor.HostTensor;

/**
 * Adds the scalar {@code temperature} to each batch, by the batch's number: a collator does not know it. Owns the source it
 * draws from. Used by one thread.
 */
public final class AnnealedBatches implements BatchSource {
    private final BatchSource batches;
    private final TemperatureAnnealing annealing;
    private long position;

    public AnnealedBatches(BatchSource batches, TemperatureAnnealing annealing) {
        this.batches = batches;
        this.annealing = annealing;
    }

    @Override
    public long batchesPerEpoch() {
        return batches.batchesPerEpoch();
    }

    @Override
    public Batch next() throws InterruptedException {
        Batch batch = batches.next();
        Map<String, HostTensor> tensors = new LinkedHashMap<>(batch.tensors());
        tensors.put("temperature", HostTensor.Floats.scalar(annealing.at(position)));
        position++;
        return new Batch(tensors, batch.keys());
    }

    @Override
    public void seek(long batch) {
        batches.seek(batch);
        position = batch;
    }

    @Override
    public long skipped() {
        return batches.skipped();
    }

    @Override
    public void close() {
        batches.close();
    }
}
