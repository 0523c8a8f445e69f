package io.facet.training.data.loader;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The order of samples in each epoch: a permutation drawn from the seed and the epoch's number alone. Keeps the last two,
 * for batches are made ahead across the end of an epoch. Any number of threads.
 */
final class EpochOrders {
    private static final int KEPT = 2;

    private final int samples;
    private final long seed;
    private final Map<Long, int[]> orders = new LinkedHashMap<>();

    EpochOrders(int samples, long seed) {
        this.samples = samples;
        this.seed = seed;
    }

    /** Indices of samples; shared, not to be written to. */
    synchronized int[] order(long epoch) {
        int[] known = orders.get(epoch);
        if (known != null) {
            return known;
        }
        if (orders.size() == KEPT) {
            orders.remove(orders.keySet().iterator().next());
        }
        int[] drawn = draw(epoch);
        orders.put(epoch, drawn);
        return drawn;
    }

    /** Fisher and Yates, in Durstenfeld's form. */
    private int[] draw(long epoch) {
        SplittableRandom random = new SplittableRandom(Seeds.of(seed, epoch));
        int[] order = new int[samples];
        for (int i = 0; i < samples; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
