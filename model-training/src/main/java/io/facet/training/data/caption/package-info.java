/** Captions written from labels, for sets of faces that have no text. */
package io.facet.training.data.caption;
