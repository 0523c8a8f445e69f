package io.facet.training.loss;

import java.util.List;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Landmarks as heat maps (FaRL §3.5 and supplement §6): a map for each point, a Gaussian about the point in the truth.
 *
 * <p>Points are in [0, 1] of the picture; pixel i of a map of w pixels has its centre at (i + 0.5) / w.
 *
 * @param form which of the two losses that paper and configurations have
 * @param sigma of the Gaussian in pixels of the map: 1 in the paper, 1.25 in the configurations
 * @param radius in pixels beyond which the truth is 0, along each axis: 5 in the configurations
 */
public record HeatMapLoss(Form form, double sigma, double radius) {
    /** What is minimised. */
    public enum Form {
        /** The paper: cross-entropy with soft labels, over the pixels of each map. */
        SOFT_LABELS,
        /** The configurations: mean binary cross-entropy of pixels plus mean distance of the centres of mass, 1 : 1. */
        PIXELS_AND_CENTRES;

        /**
         * Logits {@code [N, K, h, w]} whose centre of mass by sigmoid, as bundles decode maps, is where maps that were trained
         * so show their points.
         *
         * @param maps {@code [N, K, h, w]} of a network that was trained so
         */
        public <T> T masses(Ops<T> ops, T maps) {
            return this == PIXELS_AND_CENTRES ? maps : sunkenShares(ops, maps);
        }
    }

    private static final double STEEP = 1e6;
    private static final double LEAST_MASS = 1e-6;
    /** σ(x) is e^x but for a share of e^x: of a point, at most 2e-6 of the map's side. The mass stays above the least. */
    private static final double DEPTH = 12;

    public HeatMapLoss {
        if (!(sigma > 0) || !(radius > 0)) {
            throw new IllegalArgumentException(
                    "a heat map's sigma and radius are above 0, found " + sigma + " and " + radius);
        }
    }

    /** FaRL's published configurations. */
    public static HeatMapLoss configured() {
        return new HeatMapLoss(Form.PIXELS_AND_CENTRES, 1.25, 5);
    }

    /**
     * {@code [N]}: the mean over the known points.
     *
     * @param logits {@code [N, K, h, w]}
     * @param points {@code [N, K, 2]}: x and y
     * @param known {@code [N, K]}: 1 where a point counts, else 0
     */
    public <T> T rows(Ops<T> ops, T logits, T points, T known) {
        T each = form == Form.SOFT_LABELS ? softLabels(ops, logits, points) : pixelsAndCentres(ops, logits, points);
        T count = ops.clamp(ops.sum(known, false, 1), 1, 1e9);
        return ops.divide(ops.sum(ops.multiply(each, known), false, 1), count);
    }

    /** {@code [N, K]}: −Σ p log softmax(x) over a map's pixels, p the Gaussian divided by its sum. */
    private <T> T softLabels(Ops<T> ops, T logits, T points) {
        long pixels = ops.shape(logits).size(2) * ops.shape(logits).size(3);
        T truth = flat(ops, truth(ops, logits, points), pixels);
        T mass = ops.clamp(ops.sum(truth, true, 2), LEAST_MASS, 1e9);
        T log = ops.logSoftmax(flat(ops, logits, pixels), 2);
        return ops.multiply(ops.sum(ops.multiply(ops.divide(truth, mass), log), false, 2), -1);
    }

    private static <T> T flat(Ops<T> ops, T maps, long pixels) {
        return ops.reshape(maps, -1, ops.shape(maps).size(1), pixels);
    }

    /** {@code [N, K]}. */
    private <T> T pixelsAndCentres(Ops<T> ops, T logits, T points) {
        T pixels = ops.mean(BinaryCrossEntropy.elements(ops, logits, truth(ops, logits, points)), false, 2, 3);
        return ops.add(pixels, distances(ops, centres(ops, logits), points));
    }

    /** Euclidean distances {@code [N, K]} of points {@code [N, K, 2]}. */
    public static <T> T distances(Ops<T> ops, T a, T b) {
        T difference = ops.subtract(a, b);
        // A little under the root: its slope at 0 has no end.
        return ops.sqrt(ops.add(ops.sum(ops.multiply(difference, difference), false, 2), 1e-12));
    }

    /**
     * Where maps that were trained so show their points, {@code [N, K, 2]}: the centre of mass by sigmoid, of soft labels by
     * softmax.
     */
    public <T> T points(Ops<T> ops, T logits) {
        if (form == Form.PIXELS_AND_CENTRES) {
            return centres(ops, logits);
        }
        Shape shape = ops.shape(logits);
        T shares = ops.softmax(flat(ops, logits, shape.size(2) * shape.size(3)), 2);
        return centresOfMass(ops, ops.reshape(shares, -1, shape.size(1), shape.size(2), shape.size(3)));
    }

    /**
     * The logarithms of each pixel's share of its map, by softmax, far enough below 0 that their sigmoids are their
     * exponentials: the shares, all times e^−{@value #DEPTH}, which a centre of mass does not see.
     */
    private static <T> T sunkenShares(Ops<T> ops, T maps) {
        Shape shape = ops.shape(maps);
        T log = ops.logSoftmax(flat(ops, maps, shape.size(2) * shape.size(3)), 2);
        return ops.reshape(ops.add(log, -DEPTH), -1, shape.size(1), shape.size(2), shape.size(3));
    }

    /** The sigmoid-weighted centre of mass of each map, {@code [N, K, 2]}: x and y in [0, 1], as bundles decode them. */
    public static <T> T centres(Ops<T> ops, T logits) {
        return centresOfMass(ops, ops.sigmoid(logits));
    }

    private static <T> T centresOfMass(Ops<T> ops, T mass) {
        Shape shape = ops.shape(mass);
        T columns = ops.sum(mass, false, 2);
        T rows = ops.sum(mass, false, 3);
        T total = ops.clamp(ops.sum(columns, true, 2), LEAST_MASS, 1e9);
        T x = ops.sum(ops.multiply(columns, places(ops, shape.size(3), 1)), true, 2);
        T y = ops.sum(ops.multiply(rows, places(ops, shape.size(2), 1)), true, 2);
        return ops.divide(ops.concat(2, List.of(x, y)), total);
    }

    /** {@code [N, K, h, w]}: 1 at a point, falling off along both axes, so that it is a product. */
    private <T> T truth(Ops<T> ops, T logits, T points) {
        Shape shape = ops.shape(logits);
        long count = shape.size(1);
        T x = ops.reshape(profile(ops, ops.slice(points, 2, 0, 1), shape.size(3)), -1, count, 1, shape.size(3));
        T y = ops.reshape(profile(ops, ops.slice(points, 2, 1, 2), shape.size(2)), -1, count, shape.size(2), 1);
        return ops.multiply(y, x);
    }

    /** exp(−d²/2σ²) within the radius, {@code [N, K, side]}, for coordinates {@code [N, K, 1]}. */
    private <T> T profile(Ops<T> ops, T coordinates, long side) {
        T distance = ops.subtract(places(ops, side, side), ops.multiply(coordinates, side));
        T bell = ops.exp(ops.multiply(ops.multiply(distance, distance), -1 / (2 * sigma * sigma)));
        T within = ops.clamp(ops.multiply(ops.add(ops.multiply(ops.abs(distance), -1), radius), STEEP), 0, 1);
        return ops.multiply(bell, within);
    }

    /** Centres of pixels, {@code [1, 1, side]}, in a picture of some extent. */
    private static <T> T places(Ops<T> ops, long side, double extent) {
        float[] places = new float[Math.toIntExact(side)];
        for (int i = 0; i < places.length; i++) {
            places[i] = (float) ((i + 0.5) * extent / side);
        }
        return ops.constant(new HostTensor.Floats(Shape.of(1, 1, side), places));
    }
}
