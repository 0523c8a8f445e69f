/**
 * The networks, each written once on {@link io.facet.training.tensor.Ops}: the vision transformer in the layout of CLIP
 * and FaRL and in that of MAE and MCF, CLIP's text encoder, the heads and decoders of pre-training, and the discrete
 * VAE that makes visual tokens.
 *
 * <p>A network is a record of settings. It holds no tensors, so that it is immutable, thread-safe and free to make. Names
 * and shapes of parameters are contracts: importers, checkpoints and bundles depend on them.
 */
package io.facet.training.network;
