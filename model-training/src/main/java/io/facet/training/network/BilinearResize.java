package io.facet.training.network;

import io.facet.training.tensor.Ops;

/**
 * Resizes square maps bilinearly: half-pixel centres, edges repeated, no antialiasing; what PyTorch's {@code
 * interpolate(mode="bilinear", align_corners=False)} does.
 *
 * @param from side of a map before
 * @param to side of a map after
 */
public record BilinearResize(int from, int to) {
    public BilinearResize {
        if (from < 1 || to < 1) {
            throw new IllegalArgumentException("a map's side is 1 or more, found " + from + " and " + to);
        }
    }

    /** {@code [N, C, from, from]} → {@code [N, C, to, to]}. */
    public <T> T apply(Ops<T> ops, T x) {
        return from == to ? x : matrix().apply(ops, x);
    }

    private AxisMatrix matrix() {
        AxisMatrix matrix = new AxisMatrix(from, to);
        for (int target = 0; target < to; target++) {
            double centre = Math.max(0, (target + 0.5) * from / to - 0.5);
            int low = Math.min((int) centre, from - 1);
            double high = Math.min(centre - low, 1);
            matrix.add(target, low, 1 - high);
            matrix.add(target, Math.min(low + 1, from - 1), high);
        }
        return matrix;
    }
}
