package io.facet.training.engine;

import java.util.Map;

/**
 * All that a learner has learnt: with it, and the same batches, training goes on as if it had not stopped.
 *
 * @param parameters every parameter, frozen ones included
 * @param means AdamW's first moments, by parameter
 * @param variances AdamW's second moments, by parameter
 * @param averages averaged values of the trained parameters; empty where none are kept
 * @param updates steps the optimiser has done
 */
public record LearnerState(
        Parameters parameters, Parameters means, Parameters variances, Parameters averages, long updates) {

    /** Without averages. */
    public LearnerState(Parameters parameters, Parameters means, Parameters variances, long updates) {
        this(parameters, means, variances, new Parameters(Map.of()), updates);
    }

    /** What to use the network with: the averages where there are any, else the parameters themselves. */
    public Parameters weights() {
        return parameters.with(averages);
    }
}
