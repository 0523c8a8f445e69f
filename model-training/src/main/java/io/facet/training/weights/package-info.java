/**
 * Files of weights: safetensors, read and written; PyTorch checkpoints (zip, legacy, TorchScript), read without running
 * anything that is in them.
 */
package io.facet.training.weights;
