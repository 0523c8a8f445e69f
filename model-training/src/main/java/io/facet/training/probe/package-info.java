/**
 * What frozen features are worth: an encoder's features of a labelled set, and a linear classifier on them, the usual
 * measure of a pre-trained representation (Alain and Bengio, 2017).
 */
package io.facet.training.probe;
