/**
 * Prepares labelled sets of faces for training on one canonical crop: {@code facet data prepare faces}. Detection,
 * alignment and teacher networks are run by the serving modules. What is written is described by
 * {@link io.facet.training.data.source.PreparedFace} and opened as
 * {@link io.facet.training.data.DataSpec.Kind#FACES}.
 */
package io.facet.training.data.faces;
