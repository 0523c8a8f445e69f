/**
 * Runs and trains programs. A {@link io.facet.training.engine.Backend} is one library that does so (DJL, libtorch);
 * everything above it, losses, optimiser, averaging, clipping, is written once, in {@link
 * io.facet.training.engine.Learner}. One backend per process: two copies of libtorch do not live together.
 */
package io.facet.training.engine;
