/**
 * Runs bundles over labelled sets as they are stored, by the serving code: the bundle's own detector, aligner and heads.
 * What heads say is brought back to the picture and scored there.
 */
package io.facet.training.evaluate.face;
