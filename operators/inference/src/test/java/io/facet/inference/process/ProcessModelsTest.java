package io.facet.inference.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadTask;
import io.facet.inference.batch.BatcherClosedException;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.testing.TinyBundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ProcessModelsTest {
    private static final Set<HeadTask> HEADS = EnumSet.of(HeadTask.AGE);

    @TempDir
    private static Path folder;

    private static Path bundle;

    private final AtomicInteger loads = new AtomicInteger();
    private final ProcessModels models = new ProcessModels(key -> {
        loads.incrementAndGet();
        return LoadedModels.open(key);
    });

    @BeforeAll
    static void writeBundle() {
        bundle = folder.resolve("bundle");
        TinyBundle.write(bundle);
    }

    @Test
    void acquire_twice_sharesOneLoad() {
        try (ModelLease first = models.lease(key());
                ModelLease second = models.lease(key())) {
            assertThat(loads).hasValue(1);
            assertThat(second.detector()).isSameAs(first.detector());
            assertThat(second.batcher()).isSameAs(first.batcher());
            assertThat(second.bundleId()).isEqualTo(first.bundle().manifest().id());
        }
    }

    @Test
    void acquire_ofOtherHeadsOrSettings_isLoadedApart() {
        ModelSettings other = new ModelSettings(new DetectorSettings(320, 0.3, 1, 4), 1, ModelSettings.DEFAULT.batch());
        try (ModelLease one = models.lease(key());
                ModelLease heads = models.lease(
                        new ModelKey(bundle, EnumSet.of(HeadTask.AGE, HeadTask.LANDMARKS), ModelSettings.DEFAULT));
                ModelLease settings = models.lease(new ModelKey(bundle, HEADS, other))) {
            assertThat(loads).hasValue(3);
            assertThat(one.batcher()).isNotSameAs(heads.batcher());
            assertThat(one.detector()).isNotSameAs(settings.detector());
        }
    }

    @Test
    void acquire_byManyThreadsAtOnce_loadsOnceAndClosesAfterTheLast() throws Exception {
        List<ModelLease> leases = atOnce(8, () -> models.lease(key()));
        assertThat(loads).hasValue(1);
        ModelLease last = leases.remove(0);
        atOnce(leases, ModelLease::close);
        assertThat(last.batcher().submit(crop(last)).join()).hasSize(1);
        last.close();
    }

    @Test
    void close_ofTheLastLease_closesTheModelsAndTheNextAcquireLoadsAgain() throws Exception {
        ModelLease lease = models.lease(key());
        AlignedCrop crop = crop(lease);
        var detector = lease.detector();
        var batcher = lease.batcher();
        lease.close();
        lease.close();

        assertThatThrownBy(batcher.submit(crop)::join).hasCauseInstanceOf(BatcherClosedException.class);
        assertThatThrownBy(lease::batcher).isInstanceOf(IllegalStateException.class);
        try (ModelLease again = models.lease(key())) {
            assertThat(loads).hasValue(2);
            assertThat(again.detector()).isNotSameAs(detector);
            assertThat(again.batcher().submit(crop).join()).hasSize(1);
        }
    }

    @Test
    void close_ofOneLeaseTwice_leavesTheOthersOpen() throws Exception {
        try (ModelLease kept = models.lease(key())) {
            ModelLease other = models.lease(key());
            other.close();
            other.close();
            assertThat(kept.batcher().submit(crop(kept)).join()).hasSize(1);
        }
    }

    @Test
    void acquire_thatFails_failsForAllWhoWaitAndLeavesNothingBehind() throws Exception {
        Path broken = folder.resolve("broken");
        TinyBundle.write(broken);
        Path encoder = broken.resolve("encoder.onnx");
        byte[] bytes = Files.readAllBytes(encoder);
        ModelKey key = new ModelKey(broken, HEADS, ModelSettings.DEFAULT);

        Files.write(encoder, new byte[] {1});
        assertThatThrownBy(() -> atOnce(4, () -> models.lease(key)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BundleException.class);
        Files.write(encoder, bytes);

        try (ModelLease lease = models.lease(key)) {
            assertThat(lease.batcher().submit(crop(lease)).join()).hasSize(1);
        }
    }

    @Test
    void acquire_ofAPathWithoutABundle_isRefused() {
        ModelKey missing = new ModelKey(folder.resolve("missing"), HEADS, ModelSettings.DEFAULT);
        assertThatThrownBy(() -> models.lease(missing)).isInstanceOf(BundleException.class);
        assertThat(loads).hasValue(0);
    }

    @Test
    void acquire_afterTheBundleWasReplaced_loadsTheNewOneBesideTheOld() throws Exception {
        Path rolled = folder.resolve("rolled");
        TinyBundle.write(rolled);
        ModelKey key = new ModelKey(rolled, HEADS, ModelSettings.DEFAULT);
        try (ModelLease before = models.lease(key)) {
            Files.move(rolled, folder.resolve("rolled-away"));
            TinyBundle.writeAlternative(rolled);
            try (ModelLease after = models.lease(key)) {
                assertThat(before.bundleId()).isEqualTo("facet-tiny@1.0.0");
                assertThat(after.bundleId()).isEqualTo("facet-tiny-alternative@1.0.0");
                assertThat(before.batcher().submit(crop(before)).join()).hasSize(1);
            }
        }
    }

    @Test
    void acquire_withoutHeads_isRefusedAndLeavesNothingBehind() {
        ModelKey key = new ModelKey(bundle, Set.of(), ModelSettings.DEFAULT);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> models.lease(key)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(loads).hasValue(2);
    }

    @Test
    void acquire_throughTheProcess_works() throws Exception {
        try (ModelLease lease = ProcessModels.acquire(key())) {
            assertThat(lease.batcher().submit(crop(lease)).join()).hasSize(1);
        }
    }

    private static ModelKey key() {
        return new ModelKey(bundle, HEADS, ModelSettings.DEFAULT);
    }

    private static AlignedCrop crop(ModelLease lease) {
        int size = lease.bundle().manifest().alignment().size();
        return new AlignedCrop(new byte[3 * size * size], size, new CropTransform(1, 0, 0, 0));
    }

    private static <T> List<T> atOnce(int threads, Callable<T> task) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(pool.submit(() -> {
                    barrier.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdown();
        }
    }

    private static void atOnce(List<ModelLease> leases, Consumer<ModelLease> task) throws Exception {
        AtomicInteger next = new AtomicInteger();
        atOnce(leases.size(), () -> {
            task.accept(leases.get(next.getAndIncrement()));
            return true;
        });
    }
}
