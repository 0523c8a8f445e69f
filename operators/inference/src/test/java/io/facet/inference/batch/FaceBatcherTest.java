package io.facet.inference.batch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(30)
class FaceBatcherTest {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    @Test
    void submit_manyFaces_givesEachItsOwnResult() throws Exception {
        try (FaceBatcher batcher = batcher(TestingAnalysis.open(), 8, Duration.ZERO, 16)) {
            List<CompletableFuture<List<HeadResult>>> futures = submit(batcher, 12, 0);
            for (int age = 0; age < 12; age++) {
                assertThat(futures.get(age).join()).isEqualTo(TestingAnalysis.resultOf(age));
            }
        }
    }

    @Test
    void submit_whileARunIsOn_batchesWhatHasArrivedByItsEnd() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.gated();
        try (FaceBatcher batcher = batcher(analysis, 4, Duration.ZERO, 16)) {
            batcher.submit(TestingAnalysis.crop(0));
            analysis.awaitRunStarted();
            List<CompletableFuture<List<HeadResult>>> futures = submit(batcher, 6, 1);
            analysis.permitRuns(3);
            futures.forEach(CompletableFuture::join);
            assertThat(analysis.batchSizes()).containsExactly(1, 4, 2);
        }
    }

    @Test
    void submit_withLongWait_runsWhenTheBatchIsFull() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.open();
        try (FaceBatcher batcher = batcher(analysis, 5, FOR_EVER, 16)) {
            submit(batcher, 5, 0).forEach(CompletableFuture::join);
            assertThat(analysis.batchSizes()).containsExactly(5);
        }
    }

    @Test
    void submit_withShortWait_runsAPartBatchAtItsDeadline() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.open();
        try (FaceBatcher batcher = batcher(analysis, 5, Duration.ofMillis(1), 16)) {
            batcher.submit(TestingAnalysis.crop(3)).join();
            assertThat(analysis.batchSizes()).containsExactly(1);
        }
    }

    @Test
    void submit_whenARunFails_failsItsBatchOnly() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.open();
        try (FaceBatcher batcher = batcher(analysis, 2, FOR_EVER, 16)) {
            CompletableFuture<List<HeadResult>> neighbour = batcher.submit(TestingAnalysis.crop(1));
            CompletableFuture<List<HeadResult>> poison = batcher.submit(TestingAnalysis.crop(TestingAnalysis.POISON));
            List<CompletableFuture<List<HeadResult>>> later = submit(batcher, 2, 20);

            assertThatThrownBy(poison::join)
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("poisoned");
            assertThatThrownBy(neighbour::join).hasMessageContaining("poisoned");
            assertThat(later.get(1).join()).isEqualTo(TestingAnalysis.resultOf(21));
            BatchStatistics statistics = batcher.statistics();
            assertThat(statistics.faces()).isEqualTo(2);
            assertThat(statistics.failed()).isEqualTo(2);
            assertThat(statistics.batches()).isEqualTo(2);
            assertThat(statistics.encoderPasses()).isEqualTo(2);
        }
    }

    @Test
    void submit_cropThatDoesNotFit_failsAloneAndIsCounted() throws Exception {
        try (FaceBatcher batcher = batcher(TestingAnalysis.open(), 2, FOR_EVER, 16)) {
            AlignedCrop misfit = new AlignedCrop(new byte[3], 1, new CropTransform(1, 0, 0, 0));
            CompletableFuture<List<HeadResult>> first = batcher.submit(TestingAnalysis.crop(1));
            assertThatThrownBy(batcher.submit(misfit)::join)
                    .hasCauseInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a crop of side 2, got 1");
            batcher.submit(TestingAnalysis.crop(2)).join();
            assertThat(first.join()).isEqualTo(TestingAnalysis.resultOf(1));
            assertThat(batcher.statistics().rejected()).isEqualTo(1);
        }
    }

    @Test
    void submit_whenTheQueueIsFull_waitsForRoom() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.gated();
        ExecutorService caller = Executors.newSingleThreadExecutor();
        try (FaceBatcher batcher = batcher(analysis, 2, Duration.ZERO, 2)) {
            fill(batcher, analysis, 2);
            Future<CompletableFuture<List<HeadResult>>> blocked =
                    caller.submit(() -> batcher.submit(TestingAnalysis.crop(9)));
            analysis.permitRuns(3);
            assertThat(blocked.get().join()).isEqualTo(TestingAnalysis.resultOf(9));
            assertThat(batcher.statistics().faces()).isEqualTo(4);
        } finally {
            caller.shutdownNow();
        }
    }

    @Test
    void submit_interruptedWhileFull_givesUpAndLeavesTheRestAlone() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.gated();
        try (FaceBatcher batcher = batcher(analysis, 2, Duration.ZERO, 2)) {
            List<CompletableFuture<List<HeadResult>>> queued = fill(batcher, analysis, 2);
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> batcher.submit(TestingAnalysis.crop(9))).isInstanceOf(InterruptedException.class);
            analysis.permitRuns(2);
            queued.forEach(CompletableFuture::join);
            assertThat(batcher.statistics().faces()).isEqualTo(3);
        }
    }

    @Test
    void close_withFacesWaiting_failsThemAndLetsTheRunFinish() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.gated();
        FaceBatcher batcher = batcher(analysis, 2, Duration.ZERO, 2);
        CompletableFuture<List<HeadResult>> running = batcher.submit(TestingAnalysis.crop(1));
        analysis.awaitRunStarted();
        List<CompletableFuture<List<HeadResult>>> waiting = submit(batcher, 2, 2);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(batcher::close);

        for (CompletableFuture<List<HeadResult>> face : waiting) {
            assertThatThrownBy(face::join)
                    .hasCauseInstanceOf(BatcherClosedException.class)
                    .hasMessageContaining("closed before this face was analysed");
        }
        analysis.permitRuns(1);
        closing.join();
        assertThat(running.join()).isEqualTo(TestingAnalysis.resultOf(1));
        assertThat(batcher.statistics().rejected()).isEqualTo(2);
    }

    @Test
    void close_withACallerBlocked_releasesIt() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.gated();
        FaceBatcher batcher = batcher(analysis, 1, Duration.ZERO, 1);
        fill(batcher, analysis, 1);
        CountDownLatch calling = new CountDownLatch(1);
        ExecutorService caller = Executors.newSingleThreadExecutor();
        Future<CompletableFuture<List<HeadResult>>> blocked = caller.submit(() -> {
            calling.countDown();
            return batcher.submit(TestingAnalysis.crop(9));
        });
        calling.await();
        CompletableFuture<Void> closing = CompletableFuture.runAsync(batcher::close);
        assertThatThrownBy(blocked.get()::join).hasCauseInstanceOf(BatcherClosedException.class);
        analysis.permitRuns(1);
        closing.join();
        caller.shutdownNow();
    }

    @Test
    void submit_whenTheRunnerDies_failsInsteadOfWaitingForEver() throws Exception {
        // A wait that no count of nanoseconds can hold: the runner fails as it takes its first batch.
        Duration tooLong = Duration.ofSeconds(Long.MAX_VALUE);
        try (FaceBatcher batcher = batcher(TestingAnalysis.open(), 2, tooLong, 2)) {
            assertThatThrownBy(batcher.submit(TestingAnalysis.crop(1))::join)
                    .cause()
                    .isInstanceOf(BatcherClosedException.class)
                    .hasCauseInstanceOf(ArithmeticException.class);
            assertThatThrownBy(batcher.submit(TestingAnalysis.crop(2))::join)
                    .hasCauseInstanceOf(BatcherClosedException.class);
            assertThat(batcher.statistics().rejected()).isEqualTo(2);
        }
    }

    @Test
    void close_twiceAndSubmitAfter_isRefusedClearly() throws Exception {
        FaceBatcher batcher = batcher(TestingAnalysis.open(), 1, Duration.ZERO, 1);
        batcher.close();
        batcher.close();
        assertThatThrownBy(batcher.submit(TestingAnalysis.crop(1))::join)
                .hasCauseInstanceOf(BatcherClosedException.class);
        assertThat(batcher.statistics().rejected()).isEqualTo(1);
    }

    @Test
    void close_fromAChainedCallback_isRefusedInsteadOfHanging() throws Exception {
        TestingAnalysis analysis = TestingAnalysis.gated();
        try (FaceBatcher batcher = batcher(analysis, 1, Duration.ZERO, 1)) {
            CompletableFuture<Void> chained =
                    batcher.submit(TestingAnalysis.crop(1)).thenRun(batcher::close);
            analysis.permitRuns(1);
            assertThatThrownBy(chained::join).hasCauseInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void statistics_afterManyCallers_accountForEveryFace() throws Exception {
        int callers = 4;
        int each = 200;
        TestingAnalysis analysis = TestingAnalysis.open();
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try (FaceBatcher batcher = batcher(analysis, 8, Duration.ZERO, 8)) {
            List<Future<Integer>> sums = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                sums.add(pool.submit(() -> {
                    submit(batcher, each, 20).forEach(CompletableFuture::join);
                    return each;
                }));
            }
            for (Future<Integer> sum : sums) {
                sum.get();
            }
            BatchStatistics statistics = batcher.statistics();
            assertThat(statistics.faces()).isEqualTo(callers * each);
            assertThat(statistics.encoderPasses()).isEqualTo(callers * each);
            assertThat(statistics.batches()).isEqualTo(analysis.batchSizes().size());
            assertThat(statistics.maxBatchSeen()).isBetween(1, 8);
            assertThat(analysis.batchSizes().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .isEqualTo(callers * each);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void settings_thatCannotWork_areRefused() {
        assertThatThrownBy(() -> new BatchSettings(0, Duration.ZERO, 1)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new BatchSettings(1, Duration.ofMillis(-1), 1)).hasMessageContaining("maxWait");
        assertThatThrownBy(() -> new BatchSettings(8, Duration.ZERO, 7)).hasMessageContaining("got 7");
    }

    private static FaceBatcher batcher(TestingAnalysis analysis, int maxBatch, Duration maxWait, int capacity) {
        return new FaceBatcher(analysis, new BatchSettings(maxBatch, maxWait, capacity));
    }

    /** Puts one face into a run and as many as fit into the queue behind it. */
    private static List<CompletableFuture<List<HeadResult>>> fill(
            FaceBatcher batcher, TestingAnalysis analysis, int capacity) throws InterruptedException {
        List<CompletableFuture<List<HeadResult>>> futures = new ArrayList<>();
        futures.add(batcher.submit(TestingAnalysis.crop(1)));
        analysis.awaitRunStarted();
        futures.addAll(submit(batcher, capacity, 2));
        return futures;
    }

    private static List<CompletableFuture<List<HeadResult>>> submit(FaceBatcher batcher, int count, int firstAge)
            throws InterruptedException {
        List<CompletableFuture<List<HeadResult>>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            futures.add(batcher.submit(TestingAnalysis.crop(firstAge + (i % 100))));
        }
        return futures;
    }
}
