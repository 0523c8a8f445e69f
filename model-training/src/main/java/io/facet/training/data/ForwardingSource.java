package io.facet.training.data;

/** A set whose samples are those of another one, read differently. Owns the other set: {@link #close} closes it. */
public abstract class ForwardingSource implements SampleSource {
    private final SampleSource source;

    protected ForwardingSource(SampleSource source) {
        this.source = source;
    }

    @Override
    public final int size() {
        return source.size();
    }

    @Override
    public final String key(int index) {
        return source.key(index);
    }

    @Override
    public final String group(int index) {
        return source.group(index);
    }

    /** The sample as the other set has it; for subclasses to change. */
    @Override
    public Sample read(int index) throws UnreadableSampleException {
        return source.read(index);
    }

    @Override
    public final String fingerprint() {
        return source.fingerprint();
    }

    @Override
    public final void close() {
        source.close();
    }
}
