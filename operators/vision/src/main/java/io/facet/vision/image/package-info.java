/**
 * Kernels between 4:2:0 pictures and what networks and people read: letterboxing into float tensors, and RGB pictures.
 *
 * <p>All coordinates are continuous with the centre of the top left pixel at (0.5, 0.5), so a coordinate scales with
 * the picture and no half-pixel terms appear in callers. Chroma is sited as in MPEG-2: a chroma sample lies on the luma
 * column {@code 2j} and between the luma rows {@code 2i} and {@code 2i + 1}.
 *
 * <p>Everything here is a pure function of its arguments, safe for any number of threads, and gives the same bytes on
 * every machine.
 */
package io.facet.vision.image;
