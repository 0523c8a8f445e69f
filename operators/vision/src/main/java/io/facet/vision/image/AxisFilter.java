package io.facet.vision.image;

/**
 * Which samples of one axis of a plane make each target sample, and with what weights: the box filter (area average)
 * where the plane is shrunk, linear interpolation where it is enlarged.
 *
 * <p>Weights are whole numbers that add up to {@link #ONE} for each target sample, so flat areas stay exactly flat.
 */
final class AxisFilter {
    /** The sum of the weights of one target sample. */
    static final int ONE = 256;

    private final int[] first;
    private final int[] weightsFrom;
    private final int[] weights;

    private AxisFilter(int[] first, int[] weightsFrom, int[] weights) {
        this.first = first;
        this.weightsFrom = weightsFrom;
        this.weights = weights;
    }

    /**
     * The target sample {@code t} covers {@code [origin + t · step, origin + (t + 1) · step)} of the plane, whose
     * sample {@code j} covers {@code [j, j + 1)}.
     *
     * @param size samples of the plane along the axis
     * @param targetSize samples wanted
     * @param step plane samples per target sample
     * @param origin where the first target sample begins
     */
    static AxisFilter of(int size, int targetSize, double step, double origin) {
        int[] first = new int[targetSize];
        int[] weightsFrom = new int[targetSize + 1];
        // A box touches at most two samples more than its length; a line between two samples touches two.
        int[] weights = new int[targetSize * ((int) Math.ceil(step) + 2)];
        for (int t = 0; t < targetSize; t++) {
            double begin = origin + t * step;
            int at = weightsFrom[t];
            int count;
            if (step >= 1) {
                double from = Math.max(0, Math.min(begin, size - 1));
                double to = Math.max(from + 1e-6, Math.min(begin + step, size));
                first[t] = (int) from;
                count = box(from, to, weights, at);
            } else {
                double centre = Math.max(0, Math.min(begin + step / 2 - 0.5, size - 1));
                first[t] = (int) centre;
                count = line(centre - first[t], first[t] + 1 < size, weights, at);
            }
            weightsFrom[t + 1] = at + count;
        }
        return new AxisFilter(first, weightsFrom, weights);
    }

    /** Overlap of each sample with {@code [from, to)}; rounding the running sum keeps the total exact. */
    private static int box(double from, double to, int[] weights, int at) {
        int firstSample = (int) from;
        int samples = (int) Math.ceil(to) - firstSample;
        double scale = ONE / (to - from);
        int given = 0;
        for (int k = 0; k < samples; k++) {
            double covered = Math.min(to, firstSample + k + 1) - from;
            int soFar = (int) Math.round(covered * scale);
            weights[at + k] = soFar - given;
            given = soFar;
        }
        return samples;
    }

    private static int line(double fraction, boolean hasNext, int[] weights, int at) {
        int right = (int) Math.round(fraction * ONE);
        weights[at] = ONE - right;
        if (!hasNext || right == 0) {
            weights[at] = ONE;
            return 1;
        }
        weights[at + 1] = right;
        return 2;
    }

    /** Index of the first plane sample of a target sample. */
    int first(int target) {
        return first[target];
    }

    /** How many plane samples make a target sample. */
    int count(int target) {
        return weightsFrom[target + 1] - weightsFrom[target];
    }

    /** Weight of the {@code k}th plane sample of a target sample. */
    int weight(int target, int k) {
        return weights[weightsFrom[target] + k];
    }

    /**
     * Filters a row.
     *
     * @param line plane samples
     * @param gain factor applied to each weighted sum
     * @param out receives the target samples
     */
    void apply(int[] line, float gain, float[] out) {
        // Locals, because the compiler must otherwise expect the fields to change under it.
        int[] from = weightsFrom;
        int[] weight = weights;
        int[] start = first;
        for (int t = 0; t < start.length; t++) {
            int w = from[t];
            int end = from[t + 1];
            int x = start[t];
            int sum = weight[w] * line[x];
            while (++w < end) {
                sum += weight[w] * line[++x];
            }
            out[t] = sum * gain;
        }
    }
}
