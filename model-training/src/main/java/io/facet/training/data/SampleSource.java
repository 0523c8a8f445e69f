package io.facet.training.data;

/** A data set with random access. Safe for use by several threads. */
public interface SampleSource extends AutoCloseable {
    int size();

    /** Names the sample without reading it. */
    String key(int index);

    /**
     * What belongs to the same group is never divided between the parts of a split: a person's photos, a face and its
     * altered copies. The sample's key, where nothing else is said. Read no more than {@link #key}.
     */
    default String group(int index) {
        return key(index);
    }

    /**
     * Reads and decodes a sample.
     *
     * @throws UnreadableSampleException if it is broken; the caller skips it, counts it and goes on
     */
    Sample read(int index) throws UnreadableSampleException;

    /** SHA-256, in hex, of what the set holds (names and sizes): tells one state of the data from another. */
    String fingerprint();

    @Override
    void close();
}
