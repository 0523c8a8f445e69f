/**
 * Sets of faces with expressions. Each set's own numbers become those of {@link
 * io.facet.training.data.FaceLabels#EXPRESSIONS}; contempt, which some sets have, is left out, except in the parts whose
 * name ends in {@code -8}: their label is {@link io.facet.training.data.FaceLabels#EXPRESSION_8}.
 */
package io.facet.training.data.source.expression;
