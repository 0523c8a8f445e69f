package io.facet.training.data.source;

import java.util.stream.IntStream;

import io.facet.domain.UserError;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;

/**
 * The samples of a set that are held out, or those that are not. Decided by the hash of each sample's group
 * ({@link SampleSource#group}, mostly its key), so samples that come to the set or leave it move no others. Owns the set: {@link #close} closes it.
 */
public final class SplitSource implements SampleSource {
    private final SampleSource whole;
    private final int[] indices;

    private SplitSource(SampleSource whole, int[] indices) {
        this.whole = whole;
        this.indices = indices;
    }

    /**
     * Splits a set; refuses a part without samples, and then closes the set.
     *
     * @param share of the samples that is held out, in (0, 1)
     * @param seed another one holds out others
     * @param heldOut whether the part is what is held out, or the rest
     */
    public static SplitSource of(SampleSource whole, double share, long seed, boolean heldOut) {
        int[] indices = IntStream.range(0, whole.size())
                .filter(index -> isHeldOut(whole.group(index), share, seed) == heldOut)
                .toArray();
        if (indices.length == 0) {
            int size = whole.size();
            whole.close();
            throw new UserError("the %s part of a data set of %d samples is empty at a share of %s held out"
                    .formatted(heldOut ? "held-out" : "training", size, share));
        }
        return new SplitSource(whole, indices);
    }

    private static boolean isHeldOut(String group, double share, long seed) {
        double uniform = (Sha256.bits(seed, group) >>> 11) * 0x1.0p-53;
        return uniform < share;
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public String key(int index) {
        return whole.key(indices[index]);
    }

    @Override
    public String group(int index) {
        return whole.group(indices[index]);
    }

    @Override
    public Sample read(int index) throws UnreadableSampleException {
        return whole.read(indices[index]);
    }

    @Override
    public String fingerprint() {
        Sha256 hash = new Sha256().add(whole.fingerprint());
        for (int index : indices) {
            hash.add(index);
        }
        return hash.hex();
    }

    @Override
    public void close() {
        whole.close();
    }
}
