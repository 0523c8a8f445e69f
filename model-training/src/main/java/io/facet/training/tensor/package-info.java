/**
 * The one definition: a small typed set of tensor operations that every network and every loss is written on, and the
 * plain values that go in and come out. Interpreters of it are in {@link io.facet.training.engine} (run and train),
 * {@link io.facet.training.export} (write ONNX) and {@link io.facet.training.tensor.Declaration} (which parameters a
 * network has, of which shapes).
 */
package io.facet.training.tensor;
