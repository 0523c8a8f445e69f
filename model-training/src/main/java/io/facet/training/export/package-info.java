/**
 * From trained parameters to what serves: programs as ONNX files, checked against the engine that trained them, and
 * bundles of an encoder.
 *
 * <p>The classes of the ONNX format and of ONNX Runtime are known to {@link io.facet.inference.onnx} and {@link
 * io.facet.inference.session} alone.
 */
package io.facet.training.export;
