package io.facet.training.network.detector;

import java.util.List;

/**
 * Widths of a detector. Its image has any sides that are multiples of 32.
 *
 * @param stem channels at stride 2
 * @param widths channels at strides 4, 8, 16 and 32
 * @param blocks residual blocks at these strides, 0 or more
 * @param neck channels of the maps that the heads read
 */
public record DetectorShape(int stem, List<Integer> widths, List<Integer> blocks, int neck) {
    /** Strides of the maps with candidates, in pixels. */
    public static final List<Integer> STRIDES = List.of(8, 16, 32);

    /** What the image's sides are multiples of. */
    public static final int MULTIPLE = 32;

    private static final int STAGES = 4;

    public DetectorShape {
        widths = List.copyOf(widths);
        blocks = List.copyOf(blocks);
        if (widths.size() != STAGES || blocks.size() != STAGES) {
            throw new IllegalArgumentException(
                    "a detector has 4 widths and 4 numbers of blocks, found " + widths + " and " + blocks);
        }
        if (stem < 1 || neck < 1 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "a detector's widths are 1 or more, found " + stem + ", " + widths + " and " + neck);
        }
        if (blocks.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("a detector's blocks are 0 or more, found " + blocks);
        }
    }

    /** As small as YuNet. */
    public static DetectorShape tiny() {
        return new DetectorShape(16, List.of(32, 64, 128, 128), List.of(1, 2, 3, 2), 64);
    }

    /** Cells of a square image: those of each stride in row order, the strides one after the other. */
    public static int cells(int side) {
        return STRIDES.stream()
                .mapToInt(stride -> (side / stride) * (side / stride))
                .sum();
    }
}
