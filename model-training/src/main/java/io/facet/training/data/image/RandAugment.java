package io.facet.training.data.image;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * RandAugment (Cubuk et al., "RandAugment: Practical Automated Data Augmentation with a Reduced Search Space", CVPR Workshops
 * 2020, section 3): N of fourteen operations, each as likely as any other and drawn anew every time, one after the other, all
 * of magnitude M. What a magnitude means is linear up to the largest of AutoAugment (Cubuk et al., 2019, Table 6), see
 * {@link PictureOperation}.
 *
 * @param operations N, 0 for none
 * @param magnitude M, 0 to {@link #MOST}
 * @param geometric whether turns, shears and shifts are among the operations. They move what is shown, and points and masks
 *     stay where they were
 */
public record RandAugment(int operations, double magnitude, boolean geometric) {
    /** The largest magnitude. */
    public static final int MOST = 10;

    private static final List<PictureOperation> ALL = List.of(PictureOperation.values());
    private static final List<PictureOperation> UNMOVED =
            ALL.stream().filter(operation -> !operation.moves()).toList();

    public RandAugment {
        if (operations < 0 || !(magnitude >= 0 && magnitude <= MOST)) {
            throw new IllegalArgumentException("expected 0 or more operations of magnitude 0 to %d, got %d of %s"
                    .formatted(MOST, operations, magnitude));
        }
    }

    /**
     * Changes planes R, G, B in place; takes two numbers from the generator for each operation.
     *
     * @param planes {@code [3, side, side]} row-major, samples in [0, 255]
     */
    public void apply(float[] planes, int side, RandomGenerator random) {
        List<PictureOperation> choice = geometric ? ALL : UNMOVED;
        for (int i = 0; i < operations; i++) {
            PictureOperation operation = choice.get(random.nextInt(choice.size()));
            double sign = random.nextBoolean() ? 1 : -1;
            operation.apply(planes, side, sign * magnitude / MOST);
        }
    }
}
