package io.facet.training.data.source;

import java.io.IOException;
import java.util.List;

import io.facet.training.data.UnreadableSampleException;

/** How files make samples, and where their texts and labels are. Any number of threads. */
interface Layout {
    /** The samples in a store, in the order of its files. */
    List<StoredSample> samples(FileStore store);

    /**
     * What the set itself says of a sample.
     *
     * @throws UnreadableSampleException if a label is missing or outside its range
     */
    Annotation annotation(StoredSample sample, FileStore store) throws IOException, UnreadableSampleException;
}
