package io.facet.training.data.source;

import java.util.Arrays;
import java.util.List;

import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;

/** Sets one after the other. Owns them: {@link #close} closes each. */
public final class ConcatenatedSource implements SampleSource {
    private final List<SampleSource> parts;
    /** Index of the first sample of each part, and the number of all. */
    private final int[] starts;

    public ConcatenatedSource(List<SampleSource> parts) {
        this.parts = List.copyOf(parts);
        this.starts = new int[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            starts[i + 1] = Math.addExact(starts[i], parts.get(i).size());
        }
    }

    @Override
    public int size() {
        return starts[parts.size()];
    }

    @Override
    public String key(int index) {
        int part = part(index);
        return parts.get(part).key(index - starts[part]);
    }

    @Override
    public String group(int index) {
        int part = part(index);
        return parts.get(part).group(index - starts[part]);
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        int part = part(index);
        return parts.get(part).read(index - starts[part]);
    }

    private int part(int index) {
        int found = Arrays.binarySearch(starts, index);
        int part = found >= 0 ? found : -found - 2;
        while (starts[part + 1] == index) {
            part++;
        }
        return part;
    }

    @Override
    public String fingerprint() {
        Sha256 hash = new Sha256();
        parts.forEach(part -> hash.add(part.fingerprint()));
        return hash.hex();
    }

    @Override
    public void close() {
        RuntimeException failed = null;
        for (SampleSource part : parts) {
            try {
                part.close();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
