package io.facet.domain.face;

/**
 * A face found in one frame.
 *
 * @param box in source pixels
 * @param points in source pixels
 * @param score confidence in [0, 1]
 */
public record Detection(Box box, FivePoints points, double score) {}
