package io.facet.training.data;

/** Pictures that are drawn when they are read: the number alone decides what is on one. Thread-safe. */
public abstract class DrawnSource implements SampleSource {
    private final String name;
    private final int size;

    /**
     * @param name of a picture, before its number
     * @param size pictures there are
     */
    protected DrawnSource(String name, int size) {
        this.name = name;
        this.size = size;
    }

    @Override
    public final int size() {
        return size;
    }

    @Override
    public final String key(int index) {
        return name + "-" + index;
    }

    @Override
    public abstract Sample read(int index);

    @Override
    public final String fingerprint() {
        return name + "-" + size;
    }

    @Override
    public final void close() {
        // Holds nothing.
    }
}
