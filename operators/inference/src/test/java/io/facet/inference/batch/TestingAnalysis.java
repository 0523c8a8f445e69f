package io.facet.inference.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.inference.analyze.BatchAnalysis;

/**
 * An analysis whose result is the age written into the first byte of the crop. A run starts only when it is permitted,
 * so that tests decide what has arrived by then.
 */
final class TestingAnalysis implements BatchAnalysis {
    static final int CROP_SIZE = 2;
    /** A crop of this age makes its run fail. */
    static final int POISON = 13;

    private final Semaphore started = new Semaphore(0);
    private final Semaphore permits;
    private final AtomicLong passes = new AtomicLong();
    private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

    private TestingAnalysis(int permits) {
        this.permits = new Semaphore(permits);
    }

    /** Every run waits for {@link #permitRuns}. */
    static TestingAnalysis gated() {
        return new TestingAnalysis(0);
    }

    /** No run waits. */
    static TestingAnalysis open() {
        return new TestingAnalysis(Integer.MAX_VALUE);
    }

    static AlignedCrop crop(int age) {
        byte[] rgb = new byte[3 * CROP_SIZE * CROP_SIZE];
        rgb[0] = (byte) age;
        return new AlignedCrop(rgb, CROP_SIZE, new CropTransform(1, 0, 0, 0));
    }

    static List<HeadResult> resultOf(int age) {
        return List.of(new HeadResult.Age(age));
    }

    void awaitRunStarted() {
        started.acquireUninterruptibly();
    }

    void permitRuns(int count) {
        permits.release(count);
    }

    List<Integer> batchSizes() {
        return List.copyOf(batches);
    }

    @Override
    public List<List<HeadResult>> analyze(List<AlignedCrop> crops) {
        batches.add(crops.size());
        started.release();
        permits.acquireUninterruptibly();
        if (crops.stream().anyMatch(crop -> crop.rgb()[0] == POISON)) {
            throw new IllegalStateException("poisoned");
        }
        passes.addAndGet(crops.size());
        return crops.stream().map(crop -> resultOf(crop.rgb()[0])).toList();
    }

    @Override
    public void requireFits(AlignedCrop crop) {
        if (crop.size() != CROP_SIZE) {
            throw new IllegalArgumentException("expected a crop of side %d, got %d".formatted(CROP_SIZE, crop.size()));
        }
    }

    @Override
    public long unreadable() {
        return 0;
    }

    @Override
    public long encoderPasses() {
        return passes.get();
    }
}
