package io.facet.training.data.image;

/** Changes how much a picture differs from a smoothed one, on square planes of samples in [0, 255]. */
final class Sharpness {
    /** Of the pixel itself and of the eight around it, which count 1 each. */
    private static final float CENTRE = 5;

    private static final float SUM = CENTRE + 8;

    private Sharpness() {}

    /**
     * Changes planes in place; pixels at the rim, which are not smoothed, stay.
     *
     * @param factor on distances from the smoothed picture: less than 1 blurs
     */
    static void change(float[] planes, int side, float factor) {
        float[] before = planes.clone();
        for (int first = 0; first < planes.length; first += side * side) {
            for (int row = 1; row < side - 1; row++) {
                for (int column = 1; column < side - 1; column++) {
                    int at = first + row * side + column;
                    float smooth = smooth(before, at, side);
                    planes[at] = Math.max(0, Math.min(255, smooth + factor * (before[at] - smooth)));
                }
            }
        }
    }

    private static float smooth(float[] samples, int at, int side) {
        float sum = (CENTRE - 1) * samples[at];
        for (int row = at - side; row <= at + side; row += side) {
            sum += samples[row - 1] + samples[row] + samples[row + 1];
        }
        return sum / SUM;
    }
}
