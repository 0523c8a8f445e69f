/**
 * Face detection: a batch of equally large frames goes through one run of the bundle's detector, and the decoder of the
 * detector's family reads boxes, five points and scores from its outputs.
 *
 * <p>Preprocessing (letterbox, colour) is {@code io.facet.vision.image}; decoding is pure and knows nothing of ONNX
 * Runtime; {@link io.facet.inference.detect.FaceDetector} joins the two around the session.
 */
package io.facet.inference.detect;
