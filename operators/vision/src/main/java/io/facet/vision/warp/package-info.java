/**
 * The warp that shows a face large and its whole surroundings small, and its way back.
 *
 * <p>Coordinates are continuous with the centre of the top left pixel at (0.5, 0.5). Everything here is a pure function of
 * its arguments, safe for any number of threads, and gives the same bytes on every machine.
 */
package io.facet.vision.warp;
