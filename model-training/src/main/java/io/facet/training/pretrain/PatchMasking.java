package io.facet.training.pretrain;

import java.util.BitSet;
import java.util.random.RandomGenerator;

/** Which patches of an image are masked. */
public enum PatchMasking {
    /** Rectangles, as in BEiT (Bao et al., 2021, algorithm 1): sometimes fewer than asked for. */
    BLOCKS {
        @Override
        BitSet draw(int grid, int most, RandomGenerator random) {
            BitSet masked = new BitSet(grid * grid);
            int smallest = Math.max(1, SMALLEST_BLOCK * grid * grid / FULL_GRID);
            boolean added = true;
            while (added && masked.cardinality() < most) {
                added = addBlock(masked, grid, smallest, most - masked.cardinality(), random);
            }
            return masked;
        }
    },
    /** Each patch as likely as any other; as many as asked for. */
    UNIFORM {
        @Override
        BitSet draw(int grid, int most, RandomGenerator random) {
            BitSet masked = new BitSet(grid * grid);
            int[] order = Permutation.of(grid * grid, random);
            for (int i = 0; i < most; i++) {
                masked.set(order[i]);
            }
            return masked;
        }
    };

    private static final int SMALLEST_BLOCK = 16;
    private static final int FULL_GRID = 196;
    private static final double NARROWEST = 0.3;
    private static final int ATTEMPTS = 10;

    /** Patches, in rows from the top left; at least one and at most so many. */
    abstract BitSet draw(int grid, int most, RandomGenerator random);

    private static boolean addBlock(BitSet masked, int grid, int smallest, int room, RandomGenerator random) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            double area = smallest + random.nextDouble() * Math.max(0, room - smallest);
            double aspect = Math.exp((2 * random.nextDouble() - 1) * Math.log(1 / NARROWEST));
            int height = side(Math.sqrt(area * aspect), grid);
            int width = side(Math.sqrt(area / aspect), grid);
            int top = random.nextInt(grid - height + 1);
            int left = random.nextInt(grid - width + 1);
            BitSet union = (BitSet) masked.clone();
            for (int row = top; row < top + height; row++) {
                union.set(row * grid + left, row * grid + left + width);
            }
            int added = union.cardinality() - masked.cardinality();
            if (added > 0 && added <= room) {
                masked.or(union);
                return true;
            }
        }
        // A block that does not fit into what is left of the number: one patch does, into an image with none yet.
        if (masked.isEmpty()) {
            masked.set(random.nextInt(grid * grid));
        }
        return false;
    }

    private static int side(double length, int grid) {
        return (int) Math.min(grid, Math.max(1, Math.round(length)));
    }
}
