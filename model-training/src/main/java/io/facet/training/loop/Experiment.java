package io.facet.training.loop;

import java.util.List;
import java.util.Map;

import io.facet.training.data.BatchSource;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;

/** What a loop trains: a program with its losses, its parameters and its batches. */
public interface Experiment extends AutoCloseable {
    Program program();

    /** Every parameter of the program, frozen ones included. */
    List<ParameterSpec> parameters();

    /** Values to begin with: drawn from the seed, or read from a file. */
    Parameters initial(long seed);

    OptimizerSettings optimizer();

    BatchSource batches();

    /** Called after each update of the optimiser, for example to move an averaged teacher. */
    default <T> void afterUpdate(Learner<T> learner, long update) {}

    /**
     * Scores what was learnt so far, for example by the loss on held-back data or by a probe. Must leave the learner and
     * the place in the batches as they were. Every process calls it.
     *
     * @return scores by name; empty where the experiment has none
     */
    default <T> Map<String, Double> evaluate(Learner<T> learner, long update) {
        return Map.of();
    }

    @Override
    void close();
}
