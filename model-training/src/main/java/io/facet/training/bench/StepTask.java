package io.facet.training.bench;

import java.util.List;
import java.util.Map;

import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.pretrain.Objective;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;

/**
 * A training step to be timed: one batch, again and again.
 *
 * @param recipe {@code farl} or {@code mcf}
 * @param objective the network with its losses
 * @param options the objective's settings, a record
 * @param initial a value of each parameter
 * @param optimizer what is trained, and how
 * @param rate learning rate
 * @param batch the objective's inputs
 * @param images in the batch
 */
record StepTask(
        String recipe,
        Objective objective,
        Object options,
        Parameters initial,
        OptimizerSettings optimizer,
        double rate,
        Map<String, HostTensor> batch,
        int images) {
    /** Names of the trained parameters that take weight decay. */
    List<String> decayed() {
        return objective.parameters().stream()
                .filter(ParameterSpec::decays)
                .map(ParameterSpec::name)
                .filter(name -> optimizer.frozen().stream().noneMatch(name::startsWith))
                .toList();
    }

    long weights() {
        return initial.elements();
    }
}
