package io.facet.vision.tracking;

/**
 * A Kalman filter of one quantity that changes at a constant rate.
 *
 * <p>SORT's seven-dimensional filter has diagonal noise, so it falls apart into independent filters of this kind
 * without changing any number.
 *
 * @param value estimate
 * @param rate estimate of its change per second
 * @param valueVariance variance of the value
 * @param covariance covariance of value and rate
 * @param rateVariance variance of the rate
 */
public record AxisMotion(double value, double rate, double valueVariance, double covariance, double rateVariance) {

    /** A quantity seen for the first time: its rate is unknown, zero give or take {@code rateSigma}. */
    static AxisMotion firstSeen(double value, double sigma, double rateSigma) {
        return new AxisMotion(value, 0, sigma * sigma, 0, rateSigma * rateSigma);
    }

    /**
     * The quantity some time later.
     *
     * @param seconds since the last estimate, 0 or more
     * @param sigma what the value may wander in a second
     * @param rateSigma what the rate may wander in a second
     */
    AxisMotion predict(double seconds, double sigma, double rateSigma) {
        return new AxisMotion(
                value + rate * seconds,
                rate,
                valueVariance + seconds * (2 * covariance + seconds * rateVariance) + seconds * sigma * sigma,
                covariance + seconds * rateVariance,
                rateVariance + seconds * rateSigma * rateSigma);
    }

    /** The estimate after a measurement with standard deviation {@code sigma}. */
    AxisMotion correct(double measured, double sigma) {
        double innovation = valueVariance + sigma * sigma;
        double valueGain = valueVariance / innovation;
        double rateGain = covariance / innovation;
        double surprise = measured - value;
        return new AxisMotion(
                value + valueGain * surprise,
                rate + rateGain * surprise,
                (1 - valueGain) * valueVariance,
                (1 - valueGain) * covariance,
                rateVariance - rateGain * covariance);
    }

    /** The same value, standing still. */
    AxisMotion halted() {
        return new AxisMotion(value, 0, valueVariance, covariance, rateVariance);
    }
}
