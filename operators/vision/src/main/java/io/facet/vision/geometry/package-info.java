/** Plane geometry of faces: overlap of boxes, non-maximum suppression, and the least-squares similarity fit. */
package io.facet.vision.geometry;
