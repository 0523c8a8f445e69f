package io.facet.training.probe;

/**
 * A measured value with its 95 % interval.
 *
 * @param value on the samples as they are
 * @param low 2.5th percentile over resampled sets
 * @param high 97.5th percentile
 */
public record Figure(double value, double low, double high) {}
