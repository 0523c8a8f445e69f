package io.facet.training.network;

/**
 * Resamples learnt positions to another grid, so that a network takes images of another size (FaRL §4.1: 448 pixels).
 *
 * <p>Bicubic convolution with a = −0.75, half-pixel centres, edges repeated, no antialiasing, to a size: what PyTorch's
 * {@code interpolate(size=…, mode="bicubic", align_corners=False)} does.
 */
public final class PositionResampling {
    private static final double A = -0.75;
    private static final int TAPS = 4;

    private PositionResampling() {}

    /**
     * @param positions row-major {@code [(1+) fromGrid², width]}
     * @param fromGrid patches along a side before
     * @param toGrid patches along a side after
     * @param width of a token
     * @param hasClass whether the first row is the class token's; it is kept as it is
     * @return row-major {@code [(1+) toGrid², width]}
     */
    public static float[] bicubic(float[] positions, int fromGrid, int toGrid, int width, boolean hasClass) {
        int first = hasClass ? width : 0;
        int expected = first + fromGrid * fromGrid * width;
        if (positions.length != expected) {
            throw new IllegalArgumentException("positions of a grid of " + fromGrid + " and width " + width + " have "
                    + expected + " values, found " + positions.length);
        }
        float[] resampled = new float[first + toGrid * toGrid * width];
        System.arraycopy(positions, 0, resampled, 0, first);
        for (int row = 0; row < toGrid; row++) {
            Taps vertical = Taps.at(row, fromGrid, toGrid);
            for (int column = 0; column < toGrid; column++) {
                Taps horizontal = Taps.at(column, fromGrid, toGrid);
                int target = first + (row * toGrid + column) * width;
                sample(positions, first, fromGrid, width, vertical, horizontal, resampled, target);
            }
        }
        return resampled;
    }

    private static void sample(
            float[] from, int first, int grid, int width, Taps vertical, Taps horizontal, float[] to, int target) {
        double[] sums = new double[width];
        for (int i = 0; i < TAPS; i++) {
            for (int j = 0; j < TAPS; j++) {
                int source = first + (vertical.places[i] * grid + horizontal.places[j]) * width;
                double weight = vertical.weights[i] * horizontal.weights[j];
                for (int k = 0; k < width; k++) {
                    sums[k] += weight * from[source + k];
                }
            }
        }
        for (int k = 0; k < width; k++) {
            to[target + k] = (float) sums[k];
        }
    }

    /** Four neighbours along one axis and their weights. */
    private static final class Taps {
        private final int[] places = new int[TAPS];
        private final double[] weights = new double[TAPS];

        static Taps at(int target, int fromGrid, int toGrid) {
            Taps taps = new Taps();
            double centre = (target + 0.5) * fromGrid / toGrid - 0.5;
            int left = (int) Math.floor(centre);
            double offset = centre - left;
            for (int tap = 0; tap < TAPS; tap++) {
                taps.places[tap] = Math.min(Math.max(left - 1 + tap, 0), fromGrid - 1);
                taps.weights[tap] = kernel(Math.abs(offset + 1 - tap));
            }
            return taps;
        }

        private static double kernel(double distance) {
            if (distance <= 1) {
                return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
            }
            return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
        }
    }
}
