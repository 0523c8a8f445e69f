package io.facet.domain.bundle;

import io.facet.domain.face.FivePoints;

/**
 * The mean face that the five points are moved to by a similarity transform.
 *
 * @param name for example {@code facet-224-v1}
 * @param size side of the crop in pixels
 * @param points where the five points of the mean face lie, in crop pixels
 */
public record AlignmentTemplate(String name, int size, FivePoints points) {}
