package io.facet.training.detect;

import io.facet.training.tensor.Ops;

/**
 * Overlap of boxes and the loss made of it, EIoU (Zhang et al., "Focal and Efficient IOU Loss for Accurate Bounding Box
 * Regression", 2022, Eq. 6): 1 − overlap, plus squared distances of the centres, the widths and the heights as shares of the
 * smallest box about both.
 *
 * @param <T> a tensor
 */
record BoxOverlapLoss<T>(Ops<T> ops) {
    /** Squares of pixels: keeps the smallest boxes' quotients numbers. */
    private static final double EPSILON = 1e-6;

    /**
     * What two lists of boxes give.
     *
     * @param overlap intersection over union, {@code [P]}
     * @param loss {@code [P]}
     */
    record Result<T>(T overlap, T loss) {}

    /** Boxes {@code [P, 4]} as centre x, y, width and height in pixels. */
    Result<T> of(T found, T expected) {
        Spans<T> x = spans(found, expected, 0);
        Spans<T> y = spans(found, expected, 1);
        T intersection = ops.multiply(x.shared, y.shared);
        T both = ops.add(ops.multiply(x.found, y.found), ops.multiply(x.expected, y.expected));
        T overlap = ops.divide(intersection, ops.add(ops.subtract(both, intersection), EPSILON));
        T diagonal = ops.add(square(x.about), square(y.about));
        T distance = quotient(ops.add(square(x.between), square(y.between)), diagonal);
        T sides = ops.add(
                quotient(square(ops.subtract(x.found, x.expected)), square(x.about)),
                quotient(square(ops.subtract(y.found, y.expected)), square(y.about)));
        T loss = ops.add(ops.multiply(overlap, -1), 1);
        T whole = ops.add(loss, ops.add(distance, sides));
        return new Result<>(ops.reshape(overlap, -1), ops.reshape(whole, -1));
    }

    /**
     * Two boxes along one axis, each {@code [P, 1]}.
     *
     * @param between centres
     * @param shared length of what both have
     * @param about length of the smallest that holds both
     */
    private record Spans<T>(T found, T expected, T between, T shared, T about) {}

    private Spans<T> spans(T found, T expected, int axis) {
        T centre = ops.slice(found, 1, axis, axis + 1);
        T length = ops.slice(found, 1, axis + 2, axis + 3);
        T trueCentre = ops.slice(expected, 1, axis, axis + 1);
        T trueLength = ops.slice(expected, 1, axis + 2, axis + 3);
        T start = ops.add(centre, ops.multiply(length, -0.5));
        T end = ops.add(centre, ops.multiply(length, 0.5));
        T trueStart = ops.add(trueCentre, ops.multiply(trueLength, -0.5));
        T trueEnd = ops.add(trueCentre, ops.multiply(trueLength, 0.5));
        T shared = ops.relu(ops.subtract(smaller(end, trueEnd), larger(start, trueStart)));
        T about = ops.subtract(larger(end, trueEnd), smaller(start, trueStart));
        return new Spans<>(length, trueLength, ops.subtract(centre, trueCentre), shared, about);
    }

    private T larger(T a, T b) {
        return ops.add(b, ops.relu(ops.subtract(a, b)));
    }

    private T smaller(T a, T b) {
        return ops.subtract(b, ops.relu(ops.subtract(b, a)));
    }

    private T square(T x) {
        return ops.multiply(x, x);
    }

    private T quotient(T above, T below) {
        return ops.divide(above, ops.add(below, EPSILON));
    }
}
