package io.facet.training.pretrain;

import java.util.List;

import io.facet.training.tensor.Ops;

/** MCF's Eq. 5: how far the features of the pseudo image are from those of the image. */
public final class FeatureMapLoss {
    /** PyTorch's smallest norm to divide by, squared. */
    private static final double SMALLEST = 1e-24;

    private FeatureMapLoss() {}

    /** What is measured. */
    public enum Form {
        /** The sum over layers of mean squared errors of features normalised along the token axis. The default. */
        CODE,
        /** The sum over layers, of which the paper has one, of the L2 norm of the difference, averaged over images. */
        PAPER
    }

    /**
     * A scalar.
     *
     * @param pseudo features of the pseudo image by layer, each {@code [B, tokens, W]}
     * @param image features of the image, of the same layers; no gradient passes to them
     */
    static <T> T of(Ops<T> ops, List<T> pseudo, List<T> image, Form form) {
        T sum = layer(ops, pseudo.get(0), image.get(0), form);
        for (int i = 1; i < pseudo.size(); i++) {
            sum = ops.add(sum, layer(ops, pseudo.get(i), image.get(i), form));
        }
        return sum;
    }

    private static <T> T layer(Ops<T> ops, T pseudo, T image, Form form) {
        T target = ops.stopGradient(image);
        if (form == Form.CODE) {
            T difference = ops.subtract(normalized(ops, pseudo), normalized(ops, target));
            return ops.mean(ops.multiply(difference, difference));
        }
        T difference = ops.subtract(pseudo, target);
        return ops.mean(root(ops, ops.sum(ops.multiply(difference, difference), false, 1, 2)));
    }

    private static <T> T normalized(Ops<T> ops, T x) {
        return ops.divide(x, root(ops, ops.sum(ops.multiply(x, x), true, 1)));
    }

    /** Bounded below before the root, whose slope at 0 has no end. */
    private static <T> T root(Ops<T> ops, T squares) {
        return ops.sqrt(ops.clamp(squares, SMALLEST, Float.MAX_VALUE));
    }
}
