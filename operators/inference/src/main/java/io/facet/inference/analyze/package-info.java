/**
 * Face analysis: a batch of aligned crops goes through one run of the composed graph (encoder once, then every head),
 * and each head's decoder reads its output as a typed {@link io.facet.domain.face.HeadResult}.
 *
 * <p>Decoders are pure and work on one face at a time, so that a face's result cannot depend on its neighbours in the
 * batch.
 */
package io.facet.inference.analyze;
