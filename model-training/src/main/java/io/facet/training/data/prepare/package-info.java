/**
 * Makes sets to train on out of raw pictures. Detection and alignment are the serving modules', so that a network is
 * trained on what it will see.
 */
package io.facet.training.data.prepare;
