/**
 * Decoding, encoding and augmentation of training pictures. OpenCV does the decoding and the resampling; its memory never
 * leaves a method.
 */
package io.facet.training.data.image;
