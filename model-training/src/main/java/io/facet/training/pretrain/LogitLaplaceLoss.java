package io.facet.training.pretrain;

import io.facet.training.tensor.Ops;

/** −log density of pixels under the logit-Laplace distribution (Ramesh et al., 2021, appendix A.3). */
final class LogitLaplaceLoss {
    /** Pixels are moved from [0, 1] to [ε, 1 − ε], where the density is bounded. */
    private static final double MARGIN = 0.1;

    private LogitLaplaceLoss() {}

    /**
     * The mean over all values, a scalar.
     *
     * @param painted {@code [B, 6, S, S]}: three locations, then three log scales
     * @param pixels {@code [B, 3, S, S]} from 0 to 1
     */
    static <T> T of(Ops<T> ops, T painted, T pixels) {
        T location = ops.slice(painted, 1, 0, 3);
        T logScale = ops.slice(painted, 1, 3, 6);
        T x = ops.add(ops.multiply(ops.clamp(pixels, 0, 1), 1 - 2 * MARGIN), MARGIN);
        T logX = ops.log(x);
        T logRest = ops.log(ops.add(ops.multiply(x, -1), 1));
        T distance = ops.abs(ops.subtract(ops.subtract(logX, logRest), location));
        T scaled = ops.multiply(distance, ops.exp(ops.multiply(logScale, -1)));
        T normalizer = ops.add(ops.add(logScale, ops.add(logX, logRest)), Math.log(2));
        return ops.mean(ops.add(scaled, normalizer));
    }
}
