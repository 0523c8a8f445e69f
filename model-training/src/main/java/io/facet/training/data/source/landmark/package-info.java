/**
 * Sets of faces with landmarks. A sample's landmarks have the scheme that its set's card names ({@link
 * io.facet.vision.landmark.LandmarkScheme}); besides, where the set gives them, the vectors {@code box} (left, top, width,
 * height of the face, in pixels) and {@code visible} (0 or 1 for each point).
 */
package io.facet.training.data.source.landmark;
