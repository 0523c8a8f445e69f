package io.facet.training.engine;

/**
 * All that a learner has learnt: with it, and the same batches, training goes on as if it had not stopped.
 *
 * @param parameters every parameter, frozen ones included
 * @param means AdamW's first moments, by parameter
 * @param variances AdamW's second moments, by parameter
 * @param updates steps the optimiser has done
 */
public record LearnerState(Parameters parameters, Parameters means, Parameters variances, long updates) {}
