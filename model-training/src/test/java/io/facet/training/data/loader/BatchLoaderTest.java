package io.facet.training.data.loader;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.Batch;
import io.facet.training.data.Collator;
import io.facet.training.data.DataSpec;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.TestPictures;
import io.facet.training.data.source.SampleSources;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class BatchLoaderTest {
    private static final int SAMPLES = 23;
    private static final int BATCH = 4;

    @TempDir
    private Path folder;

    @Test
    void next_anyNumberOfThreads_givesTheSameBatches() throws Exception {
        try (SampleSource source = source(Map.of())) {
            assertThat(batches(source, 1, 14)).isEqualTo(batches(source, 4, 14));
        }
    }

    @Test
    void next_oneEpoch_showsNoSampleTwiceAndTheNextIsInAnotherOrder() throws Exception {
        try (SampleSource source = source(Map.of());
                BatchLoader loader = new BatchLoader(source, new Numbers(), settings(2))) {
            assertThat(loader.batchesPerEpoch()).isEqualTo(5);
            List<String> first = keys(loader, 5);
            List<String> second = keys(loader, 5);

            assertThat(first).hasSize(20).doesNotHaveDuplicates();
            assertThat(second).hasSize(20).doesNotHaveDuplicates().isNotEqualTo(first);
        }
    }

    @Test
    void seek_anyBatch_givesWhatTheUninterruptedRunGives() throws Exception {
        try (SampleSource source = source(Map.of());
                BatchLoader loader = new BatchLoader(source, new Numbers(), settings(3))) {
            List<List<Float>> whole = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                whole.add(values(loader.next()));
            }
            for (int from : new int[] {7, 0, 11, 4}) {
                loader.seek(from);
                assertThat(values(loader.next())).isEqualTo(whole.get(from));
            }
        }
    }

    @Test
    void next_severalProcesses_shareTheEpoch() throws Exception {
        try (SampleSource source = source(Map.of())) {
            List<String> keys = new ArrayList<>();
            for (int rank = 0; rank < 2; rank++) {
                try (BatchLoader loader =
                        new BatchLoader(source, new Numbers(), new LoaderSettings(BATCH, 9, rank, 2, 2, 4))) {
                    assertThat(loader.batchesPerEpoch()).isEqualTo(2);
                    keys.addAll(keys(loader, 2));
                }
            }
            assertThat(keys).hasSize(16).doesNotHaveDuplicates();
        }
    }

    @Test
    void next_brokenSamples_areReplacedTheSameWayAndCounted() throws Exception {
        Map<String, byte[]> broken = new LinkedHashMap<>();
        broken.put("3.png", new byte[] {1, 2, 3});
        broken.put("11.png", new byte[0]);
        try (SampleSource source = source(broken)) {
            List<List<Float>> one = batches(source, 1, 10);
            List<List<Float>> four = batches(source, 4, 10);

            assertThat(one).isEqualTo(four);
            try (BatchLoader loader = new BatchLoader(source, new Numbers(), settings(2))) {
                for (int i = 0; i < 10; i++) {
                    Batch batch = loader.next();
                    assertThat(batch.keys())
                            .hasSize(BATCH)
                            .doesNotHaveDuplicates()
                            .doesNotContain("3.png", "11.png");
                }
                assertThat(loader.skipped()).isBetween(1L, 4L);
            }
        }
    }

    @Test
    void next_brokenSamplesInSeveralProcesses_noStepShowsASampleTwice() throws Exception {
        Map<String, byte[]> broken = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            broken.put(i + ".png", new byte[0]);
        }
        try (SampleSource source = source(broken);
                BatchLoader left = new BatchLoader(source, new Numbers(), new LoaderSettings(3, 9, 0, 2, 1, 1));
                BatchLoader right = new BatchLoader(source, new Numbers(), new LoaderSettings(3, 9, 1, 2, 1, 1))) {
            for (int step = 0; step < 2; step++) {
                List<String> keys = new ArrayList<>(left.next().keys());
                keys.addAll(right.next().keys());
                assertThat(keys).hasSize(6).doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void next_nothingReadable_saysSo() throws Exception {
        Map<String, byte[]> broken = new LinkedHashMap<>();
        for (int i = 0; i < SAMPLES; i++) {
            broken.put(i + ".png", new byte[0]);
        }
        try (SampleSource source = source(broken);
                BatchLoader loader = new BatchLoader(source, new Numbers(), settings(2))) {
            assertThatThrownBy(loader::next)
                    .isInstanceOf(UserError.class)
                    .hasMessageStartingWith("batch 0: expected 4 readable samples, found fewer; unreadable: [");
        }
    }

    @Test
    void next_collatorFails_namesBatchAndSamples() throws Exception {
        Collator failing = (samples, random) -> {
            throw new IllegalArgumentException("no text");
        };
        try (SampleSource source = source(Map.of());
                BatchLoader loader = new BatchLoader(source, failing, settings(2))) {
            loader.seek(3);
            assertThatThrownBy(loader::next)
                    .hasMessageMatching("batch 3 \\(\\d+\\.png to \\d+\\.png\\) could not be made: no text");
        }
    }

    @Test
    void close_whileBatchesAreMadeAhead_endsItsThreads() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
            try (SampleSource source = source(Map.of())) {
                BatchLoader loader = new BatchLoader(source, new Numbers(), settings(4));
                loader.next();
                loader.close();
                loader.close();
                assertThatThrownBy(loader::next).hasMessage("the batch loader is closed");
            }
            // The executor is done with a thread a moment before the thread itself has ended.
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                if (!before.contains(thread) && thread.getName().startsWith("batch-loader")) {
                    thread.join();
                }
            }
        });
    }

    @Test
    void new_setSmallerThanABatch_isRefused() {
        try (SampleSource source = source(Map.of())) {
            assertThatThrownBy(() -> new BatchLoader(source, new Numbers(), LoaderSettings.single(24, 1, 1)))
                    .isInstanceOf(UserError.class)
                    .hasMessage("expected at least 24 samples for a batch of 24 in each of 1 processes, found 23");
        }
    }

    private SampleSource source(Map<String, byte[]> instead) {
        Map<String, byte[]> files = TestPictures.numberedFiles(SAMPLES);
        files.putAll(instead);
        TestPictures.write(folder, files);
        return SampleSources.open(DataSpec.of(Kind.FOLDER, folder));
    }

    private static LoaderSettings settings(int threads) {
        return LoaderSettings.single(BATCH, 9, threads);
    }

    private static List<List<Float>> batches(SampleSource source, int threads, int count) throws Exception {
        List<List<Float>> batches = new ArrayList<>();
        try (BatchLoader loader = new BatchLoader(source, new Numbers(), settings(threads))) {
            for (int i = 0; i < count; i++) {
                batches.add(values(loader.next()));
            }
        }
        return batches;
    }

    private static List<String> keys(BatchLoader loader, int count) throws Exception {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.addAll(loader.next().keys());
        }
        return keys;
    }

    private static List<Float> values(Batch batch) {
        List<Float> values = new ArrayList<>();
        for (float value : ((HostTensor.Floats) batch.tensors().get("numbers")).values()) {
            values.add(value);
        }
        return values;
    }

    /** The number of each picture, and what chance adds to it. */
    private static final class Numbers implements Collator {
        @Override
        public Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random) {
            float[] values = new float[samples.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = TestPictures.number(samples.get(i).image()) + random.nextFloat();
            }
            return Map.of("numbers", new HostTensor.Floats(Shape.of(values.length), values));
        }
    }
}
