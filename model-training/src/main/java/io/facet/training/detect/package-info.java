/**
 * Training of the face detector: scenes put together from pictures whose faces are known, which cells of the network stand
 * for which face, and the losses.
 */
package io.facet.training.detect;
