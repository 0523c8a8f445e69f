/**
 * Importers of published encoders (CLIP and FaRL, MAE and MCF, timm and DeiT, our own checkpoints): from the names and
 * shapes of a file to the settings and parameters of {@link io.facet.training.network}, and on to a bundle.
 */
package io.facet.training.weights.encoder;
