package io.facet.training.data.image;

/**
 * An affine change of where square planes are read: what is shown at (x, y), from the middle and in sides, is what was at
 * (a·x + b·y + right, c·x + d·y + down). Bilinear; grey where nothing was.
 */
record PlaneAffine(double a, double b, double c, double d, double right, double down) {
    /** As AutoAugment fills what a shift uncovers. */
    private static final float GREY = 128;

    static PlaneAffine turned(double angle) {
        return new PlaneAffine(Math.cos(angle), -Math.sin(angle), Math.sin(angle), Math.cos(angle), 0, 0);
    }

    /** Changes planes in place, one after the other, each side² samples in [0, 255]. */
    void apply(float[] planes, int side) {
        float[] before = planes.clone();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double x = (column + 0.5) / side - 0.5;
                double y = (row + 0.5) / side - 0.5;
                double atX = side * (a * x + b * y + right + 0.5) - 0.5;
                double atY = side * (c * x + d * y + down + 0.5) - 0.5;
                for (int first = 0; first < planes.length; first += side * side) {
                    planes[first + row * side + column] = bilinear(before, first, side, atX, atY);
                }
            }
        }
    }

    private static float bilinear(float[] samples, int first, int side, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float across = (float) (x - left);
        float along = (float) (y - top);
        float upper = sample(samples, first, side, left, top) * (1 - across)
                + sample(samples, first, side, left + 1, top) * across;
        float lower = sample(samples, first, side, left, top + 1) * (1 - across)
                + sample(samples, first, side, left + 1, top + 1) * across;
        // White must stay white: shares that are rounded can add up to more than 1.
        return Math.min(255, upper * (1 - along) + lower * along);
    }

    private static float sample(float[] samples, int first, int side, int x, int y) {
        boolean inside = x >= 0 && y >= 0 && x < side && y < side;
        return inside ? samples[first + y * side + x] : GREY;
    }
}
