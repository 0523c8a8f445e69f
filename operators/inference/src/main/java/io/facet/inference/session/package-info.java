/**
 * ONNX Runtime sessions behind types of our own: {@link io.facet.inference.session.OnnxSession} runs a model,
 * {@link io.facet.inference.session.Tensor} carries what goes in and comes out.
 *
 * <p>Nothing native leaves this package: inputs are buffers of the caller, outputs are copies on the Java heap.
 */
package io.facet.inference.session;
