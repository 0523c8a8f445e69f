package io.facet.training.pretrain;

import java.util.List;
import java.util.Map;

import io.facet.training.engine.Learner;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/**
 * What one kind of training minimises. Immutable and thread-safe.
 *
 * <p>Besides {@link Program#LOSS} the outputs are its parts, scalars, not weighted.
 */
public interface Objective extends Program {
    /** Shapes of the inputs by name, the batch open. */
    Map<String, Shape> inputs();

    /** Prefixes of the names of parameters that gradients do not train. */
    List<String> frozen();

    /** What {@link #afterUpdate} averages. */
    default List<MovingAverage> movingAverages() {
        return List.of();
    }

    /** To be called after every update of the optimiser: moves averages, keeps parameters within their bounds. */
    default <T> void afterUpdate(Learner<T> learner) {
        for (MovingAverage average : movingAverages()) {
            learner.average(average.target(), average.source(), average.momentum());
        }
    }

    /** Every parameter, frozen ones included. */
    default List<ParameterSpec> parameters() {
        return Declaration.of(this, inputs()).parameters();
    }

    /** Fresh values, drawn from the seed. */
    default Parameters initial(long seed) {
        return aligned(Parameters.initialize(parameters(), seed));
    }

    /** Values with averaged copies set to what they follow: to be called where others than fresh values are put in. */
    default Parameters aligned(Parameters parameters) {
        Parameters aligned = parameters;
        for (MovingAverage average : movingAverages()) {
            aligned = aligned.with(parameters.renamed(average.source(), average.target()));
        }
        return aligned;
    }
}
