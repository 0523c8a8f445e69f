package io.facet.training.data.source;

import java.io.IOException;
import java.util.List;

import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;

/** How files make samples, and where their texts and labels are. Any number of threads. */
interface Layout {
    /** The samples in a store, in the order of its files. */
    List<StoredSample> samples(FileStore store);

    /** See {@link io.facet.training.data.SampleSource#group}. */
    default String group(StoredSample sample) {
        return sample.key();
    }

    /**
     * Points, masks and vectors of a sample.
     *
     * @throws UnreadableSampleException if they are missing or damaged
     */
    default Targets targets(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException {
        return Targets.NONE;
    }

    /**
     * What the set itself says of a sample.
     *
     * @throws UnreadableSampleException if a label is missing or outside its range
     */
    Annotation annotation(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException;
}
