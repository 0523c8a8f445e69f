/**
 * Faces: detections, tracks, aligned crops, head results and the observation that joins them.
 *
 * <p>Boxes and points are in pixels of the source frame, x to the right, y down, with the centre of the top left pixel
 * at (0.5, 0.5). Five points come in the order left eye, right eye, nose tip, left mouth corner, right mouth corner,
 * where left and right are those of the picture.
 */
package io.facet.domain.face;
