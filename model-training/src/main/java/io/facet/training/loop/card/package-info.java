/** The run card: what a training run was made from and what came of it, as JSON beside every checkpoint. */
package io.facet.training.loop.card;
