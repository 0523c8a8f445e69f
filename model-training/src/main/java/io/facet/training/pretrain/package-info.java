/**
 * The objectives of pre-training and what feeds them: FaRL (image-text contrast and masked image modelling), MCF (feature
 * maps of a pseudo image and momentum contrast) and the discrete VAE that FaRL's visual tokens come from.
 *
 * <p>An {@link io.facet.training.pretrain.Objective} is a program of settings only; each loss is written once, apart from
 * the networks. Where a paper and its public code differ, both are options and the default is the code's.
 */
package io.facet.training.pretrain;
