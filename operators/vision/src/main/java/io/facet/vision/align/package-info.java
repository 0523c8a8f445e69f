/**
 * Aligning faces: five points are moved to a mean face by a similarity transform, and the crop is sampled straight from
 * the planes of the frame. Serving and training share this code.
 */
package io.facet.vision.align;
