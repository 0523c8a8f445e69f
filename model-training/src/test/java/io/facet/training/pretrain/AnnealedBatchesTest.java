package io.facet.training.pretrain;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.facet.training.data.Batch;
import io.facet.training.data.BatchSource;
import io.facet.training.tensor.HostTensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AnnealedBatchesTest {
    private static final TemperatureAnnealing ANNEALING = new TemperatureAnnealing(1, 0.0625, 4);

    /** Batches that hold their number. */
    private static final class Numbered implements BatchSource {
        private long next;

        @Override
        public long batchesPerEpoch() {
            return 3;
        }

        @Override
        public Batch next() {
            return new Batch(Map.of("number", HostTensor.Floats.scalar(next)), List.of("sample " + next++));
        }

        @Override
        public void seek(long batch) {
            next = batch;
        }

        @Override
        public long skipped() {
            return 0;
        }

        @Override
        public void close() {
            next = -1;
        }
    }

    private static double value(Batch batch, String name) {
        return ((HostTensor.Floats) batch.tensors().get(name)).values()[0];
    }

    @Test
    void temperature_fallsAlongACosineAndStays() {
        assertThat(ANNEALING.at(0)).isEqualTo(1);
        assertThat(ANNEALING.at(2)).isCloseTo((1 + 0.0625) / 2, within(1e-12));
        assertThat(ANNEALING.at(4)).isEqualTo(0.0625);
        assertThat(ANNEALING.at(1000)).isEqualTo(0.0625);
    }

    @Test
    void next_addsTheTemperatureOfTheBatch_alsoAfterSeek() throws InterruptedException {
        try (AnnealedBatches batches = new AnnealedBatches(new Numbered(), ANNEALING)) {
            assertThat(value(batches.next(), "temperature")).isEqualTo(1);
            double second = value(batches.next(), "temperature");
            batches.next();

            batches.seek(1);

            Batch again = batches.next();
            assertThat(value(again, "number")).isEqualTo(1);
            assertThat(value(again, "temperature")).isEqualTo(second);
            assertThat(again.keys()).containsExactly("sample 1");
        }
    }
}
