package io.facet.domain.face;

/**
 * A point in pixels.
 *
 * @param x to the right
 * @param y down
 */
public record Point(double x, double y) {}
