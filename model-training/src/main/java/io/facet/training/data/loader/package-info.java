/** From samples to batches: a seeded order for each epoch, decoding in parallel, exact resumption. */
package io.facet.training.data.loader;
