/**
 * Training on DJL's PyTorch engine, in float32: the default on a CPU. Runs with the network off, from natives on the
 * class path.
 */
package io.facet.training.engine.djl;
