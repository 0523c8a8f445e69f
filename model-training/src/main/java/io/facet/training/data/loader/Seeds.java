package io.facet.training.data.loader;

/** Seeds that depend on several numbers, each of which changes all bits. */
final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private Seeds() {}

    static long of(long... parts) {
        long seed = 0;
        for (long part : parts) {
            seed = mixed(seed + GOLDEN_GAMMA ^ mixed(part + GOLDEN_GAMMA));
        }
        return seed;
    }

    /** The finaliser of MurmurHash3 with Stafford's constants (variant 13), as in SplittableRandom. */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
