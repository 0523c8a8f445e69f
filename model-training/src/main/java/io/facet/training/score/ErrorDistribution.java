package io.facet.training.score;

import java.util.Arrays;

/**
 * Errors of many faces: their mean, and how many lie above a threshold or within a tolerance. For landmarks the errors are
 * {@linkplain PointNorm#error normalised}, for ages they are years.
 */
public final class ErrorDistribution {
    private final double[] sorted;

    private ErrorDistribution(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * @param errors one a face, finite and at least 0, in any order; at least one
     */
    public static ErrorDistribution of(double... errors) {
        double[] sorted = errors.clone();
        Arrays.sort(sorted);
        if (sorted.length == 0 || !(sorted[0] >= 0) || !Double.isFinite(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException(
                    "expected at least one error, finite and not negative, found %d from %s to %s"
                            .formatted(
                                    sorted.length,
                                    sorted.length == 0 ? "-" : sorted[0],
                                    sorted.length == 0 ? "-" : sorted[sorted.length - 1]));
        }
        return new ErrorDistribution(sorted);
    }

    /** Number of faces. */
    public int count() {
        return sorted.length;
    }

    /** Mean error: NME of normalised landmark errors, MAE of years. */
    public double mean() {
        return Arrays.stream(sorted).sum() / sorted.length;
    }

    /** The error that half the faces do not exceed. */
    public double median() {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Share of faces with an error of at most that: the cumulative error distribution, and CS of ages. */
    public double shareWithin(double error) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= error) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return (double) low / sorted.length;
    }

    /** Share of faces with a larger error: FR of the papers (FaRL Table 7 at 0.10). */
    public double failureRate(double threshold) {
        return 1 - shareWithin(threshold);
    }

    /**
     * Area under the cumulative error distribution from 0 to the threshold, over the threshold, as an exact integral:
     * the mean over the faces of {@code max(0, 1 − error ÷ threshold)}.
     *
     * @param threshold above 0; 0.07 for AUC_box⁷, 0.10 for AUC¹⁰ of FaRL's Tables 6 and 7
     */
    public double areaUnderCurve(double threshold) {
        requirePositive(threshold);
        return Arrays.stream(sorted)
                        .map(error -> Math.max(0, 1 - error / threshold))
                        .sum()
                / sorted.length;
    }

    /**
     * The same area as public scorers give it: Simpson's rule on points 1e-4 apart. Where rounding makes the row of
     * points one too long, as at 0.07, it is that much too high (about 0.0014). For comparison with published numbers.
     *
     * <p>An even number of points is summed as SciPy did up to 1.10: the mean of leaving the first and the last interval
     * to the trapezoidal rule.
     */
    public double areaBySimpson(double threshold) {
        requirePositive(threshold);
        double step = 1e-4;
        int points = (int) Math.ceil((threshold + step) / step);
        double[] shares = new double[points];
        for (int i = 0; i < points; i++) {
            shares[i] = shareWithin(i * step);
        }
        int last = points - 1;
        if (points % 2 == 1) {
            return simpson(shares, 0, last, step) / threshold;
        }
        double left = simpson(shares, 0, last - 1, step) + step * (shares[last - 1] + shares[last]) / 2;
        double right = simpson(shares, 1, last, step) + step * (shares[0] + shares[1]) / 2;
        return (left + right) / 2 / threshold;
    }

    private static double simpson(double[] values, int from, int to, double step) {
        double sum = 0;
        for (int i = from; i < to; i += 2) {
            sum += values[i] + 4 * values[i + 1] + values[i + 2];
        }
        return sum * step / 3;
    }

    private static void requirePositive(double threshold) {
        if (!(threshold > 0)) {
            throw new IllegalArgumentException("the threshold must be above 0, got " + threshold);
        }
    }
}
