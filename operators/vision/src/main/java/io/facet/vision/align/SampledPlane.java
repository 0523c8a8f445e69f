package io.facet.vision.align;

import java.util.Arrays;

/**
 * A plane, or a shrunk part of one, that can be read between its samples.
 *
 * <p>Positions are fixed point with {@link #POSITION_BITS} fraction bits and count from the middle of the first sample,
 * so the whole part of a position is the index of the sample to its left.
 */
final class SampledPlane {
    /** Fraction bits of a position. */
    static final int POSITION_BITS = 20;

    /** Fraction bits of a sample that was read. */
    static final int SAMPLE_BITS = 8;

    private static final int WEIGHT_BITS = 8;
    private static final int WEIGHT_ONE = 1 << WEIGHT_BITS;
    private static final int WEIGHT_MASK = WEIGHT_ONE - 1;
    private static final int ROUND = 1 << (2 * WEIGHT_BITS - SAMPLE_BITS - 1);

    private final byte[] samples;
    private final int width;
    private final int lastX;
    private final int lastY;

    /** Column of the original plane, in original samples, where the first sample begins. */
    final int originX;

    /** Row of the original plane, in original samples, where the first sample begins. */
    final int originY;

    /** Original samples along one side of a sample. */
    final int factor;

    private SampledPlane(byte[] samples, int width, int height, int originX, int originY, int factor) {
        this.samples = samples;
        this.width = width;
        this.lastX = width - 1;
        this.lastY = height - 1;
        this.originX = originX;
        this.originY = originY;
        this.factor = factor;
    }

    /** The plane as it is; not copied. */
    static SampledPlane whole(byte[] plane, int width, int height) {
        return new SampledPlane(plane, width, height, 0, 0, 1);
    }

    /**
     * A part of the plane, each sample the mean of {@code factor x factor} samples: what halving the picture
     * log2(factor) times by area gives, rounded once.
     *
     * @param factor a power of two
     * @param left first column needed, 0 or more
     * @param top first row needed, 0 or more
     * @param right column after the last needed, at most the width
     * @param bottom row after the last needed, at most the height
     */
    static SampledPlane shrunk(
            byte[] plane, int width, int height, int factor, int left, int top, int right, int bottom) {
        int originX = left / factor * factor;
        int originY = top / factor * factor;
        int shrunkWidth = (right - originX + factor - 1) / factor;
        int shrunkHeight = (bottom - originY + factor - 1) / factor;
        byte[] samples = new byte[shrunkWidth * shrunkHeight];
        int[] sums = new int[shrunkWidth];
        for (int y = 0; y < shrunkHeight; y++) {
            int fromRow = originY + y * factor;
            int toRow = Math.min(fromRow + factor, height);
            Arrays.fill(sums, 0);
            for (int row = fromRow; row < toRow; row++) {
                addBlocks(plane, row * width, originX, width, factor, sums);
            }
            for (int x = 0; x < shrunkWidth; x++) {
                int fromColumn = originX + x * factor;
                int count = (toRow - fromRow) * (Math.min(fromColumn + factor, width) - fromColumn);
                samples[y * shrunkWidth + x] = (byte) ((sums[x] + count / 2) / count);
            }
        }
        return new SampledPlane(samples, shrunkWidth, shrunkHeight, originX, originY, factor);
    }

    private static void addBlocks(byte[] plane, int rowAt, int originX, int width, int factor, int[] sums) {
        int at = rowAt + originX;
        int rowEnd = rowAt + width;
        for (int x = 0; x < sums.length; x++) {
            int end = Math.min(at + factor, rowEnd);
            int sum = 0;
            for (; at < end; at++) {
                sum += plane[at] & 0xFF;
            }
            sums[x] += sum;
        }
    }

    /** The fixed-point position of a coordinate of the original plane. */
    long positionX(double original) {
        return position((original - originX) / factor - 0.5);
    }

    /** The fixed-point position of a coordinate of the original plane. */
    long positionY(double original) {
        return position((original - originY) / factor - 0.5);
    }

    /** The fixed-point length of a distance in the original plane. */
    long distance(double original) {
        return position(original / factor);
    }

    private static long position(double samples) {
        return Math.round(samples * (1 << POSITION_BITS));
    }

    /** Bilinear; beyond the outermost samples their value goes on. The result has {@link #SAMPLE_BITS} fraction bits. */
    int at(long x, long y) {
        int column = (int) (x >> POSITION_BITS);
        int row = (int) (y >> POSITION_BITS);
        int weightX = (int) (x >> (POSITION_BITS - WEIGHT_BITS)) & WEIGHT_MASK;
        int weightY = (int) (y >> (POSITION_BITS - WEIGHT_BITS)) & WEIGHT_MASK;
        int upperLeft = row * width + column;
        int upperRight = upperLeft + 1;
        int lowerLeft = upperLeft + width;
        int lowerRight = lowerLeft + 1;
        // Negative where any of the four samples is outside: rare, so the common way has no clamps.
        if ((column | row | lastX - 1 - column | lastY - 1 - row) < 0) {
            upperLeft = clampedIndex(column, row);
            upperRight = clampedIndex(column + 1, row);
            lowerLeft = clampedIndex(column, row + 1);
            lowerRight = clampedIndex(column + 1, row + 1);
        }
        int top = (samples[upperLeft] & 0xFF) * (WEIGHT_ONE - weightX) + (samples[upperRight] & 0xFF) * weightX;
        int bottom = (samples[lowerLeft] & 0xFF) * (WEIGHT_ONE - weightX) + (samples[lowerRight] & 0xFF) * weightX;
        return top * (WEIGHT_ONE - weightY) + bottom * weightY + ROUND >> (2 * WEIGHT_BITS - SAMPLE_BITS);
    }

    private int clampedIndex(int column, int row) {
        return clamp(row, lastY) * width + clamp(column, lastX);
    }

    private static int clamp(int index, int last) {
        return Math.max(0, Math.min(last, index));
    }
}
