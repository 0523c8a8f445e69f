package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.facet.domain.face.AlignedCrop;

/** Keeps a bounded number of crops, spread evenly over all that came. */
final class CropSample implements Consumer<AlignedCrop> {
    private final int capacity;
    private final List<AlignedCrop> kept = new ArrayList<>();
    private int every = 1;
    private long seen;

    /**
     * @param capacity most crops to keep, an even number
     */
    CropSample(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public void accept(AlignedCrop crop) {
        if (seen++ % every != 0) {
            return;
        }
        kept.add(crop);
        if (kept.size() > capacity) {
            // Every second one goes, and from now on so many fewer are taken.
            for (int i = kept.size() - 2; i > 0; i -= 2) {
                kept.remove(i);
            }
            every *= 2;
        }
    }

    List<AlignedCrop> crops() {
        return List.copyOf(kept);
    }
}
