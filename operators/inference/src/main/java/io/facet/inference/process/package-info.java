/**
 * Models shared by everything in one process: however many subtasks and jobs ask, a bundle is loaded once for the same
 * heads and settings, and its faces go through one batcher.
 *
 * <p>{@link io.facet.inference.process.ProcessModels} is the one place of the module with static state.
 */
package io.facet.inference.process;
