/**
 * Rewriting ONNX graphs: reading and writing files, raising the opset, freeing the batch axis, and joining an encoder
 * and its heads into one graph ({@link io.facet.inference.onnx.GraphComposer}).
 *
 * <p>Everything here is a pure function from one protobuf message to another; nothing is run.
 */
package io.facet.inference.onnx;
