package io.facet.training.data.source;

import java.util.concurrent.atomic.AtomicReferenceArray;

import io.facet.training.data.ForwardingSource;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;

/**
 * Pictures of a set, without targets, that are decoded once and then stay in memory as long as there is room; those that no
 * longer fit are decoded each time. For sets whose pictures are read again and again in any order. Any number of threads.
 * Owns the set: {@link #close} closes it.
 */
public final class KeptPictures extends ForwardingSource {
    private final MemoryShare memory;
    private final AtomicReferenceArray<Sample> kept;

    /** @param memory may be shared with other sets */
    public KeptPictures(SampleSource source, MemoryShare memory) {
        super(source);
        this.memory = memory;
        this.kept = new AtomicReferenceArray<>(source.size());
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        Sample known = kept.get(index);
        if (known != null) {
            return known;
        }
        Sample read = super.read(index);
        Sample alone = new Sample(read.key(), read.image(), read.captions(), read.labels(), Targets.NONE);
        long bytes = alone.image().pixels().length;
        if (memory.take(bytes) && !kept.compareAndSet(index, null, alone)) {
            // Another thread was faster.
            memory.giveBack(bytes);
        }
        return alone;
    }
}
