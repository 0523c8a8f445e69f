/**
 * The only module that talks to ONNX Runtime: sessions, bundles, graph composition, batching.
 *
 * @see io.facet.inference.bundle.Bundle
 * @see io.facet.inference.onnx.GraphComposer
 * @see io.facet.inference.session.OnnxSession
 */
package io.facet.inference;
