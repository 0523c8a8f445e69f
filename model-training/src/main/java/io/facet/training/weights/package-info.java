/**
 * Files of weights: safetensors, read and written; PyTorch checkpoints, read without running anything that is in them;
 * and the importers that put published encoders (CLIP and FaRL, MAE and MCF, timm and DeiT) under the names of {@link
 * io.facet.training.network}.
 */
package io.facet.training.weights;
