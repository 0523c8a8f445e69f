package io.facet.training.pretrain;

import java.util.random.RandomGenerator;

/** A random order. */
final class Permutation {
    private Permutation() {}

    /** 0 to size − 1, each order as likely as any other (Fisher and Yates). */
    static int[] of(int size, RandomGenerator random) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
