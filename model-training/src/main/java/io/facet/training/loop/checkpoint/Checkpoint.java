package io.facet.training.loop.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.facet.domain.UserError;
import io.facet.training.engine.LearnerState;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.card.RunCard;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;

/**
 * All that a run needs to go on.
 *
 * @param state what was learnt
 * @param progress how far it had come
 * @param card what it was made from
 */
public record Checkpoint(LearnerState state, Progress progress, RunCard card) {
    private static final int NAMES_SHOWN = 8;

    /**
     * Refuses a checkpoint of another network.
     *
     * @param specs what the network declares
     * @throws UserError naming the parameters that are missing, that are too many, and whose shapes differ
     */
    public void requireFits(List<ParameterSpec> specs) {
        Map<String, HostTensor.Floats> found = state.parameters().values();
        List<String> missing = new ArrayList<>();
        List<String> differing = new ArrayList<>();
        TreeSet<String> unexpected = new TreeSet<>(found.keySet());
        for (ParameterSpec spec : specs) {
            unexpected.remove(spec.name());
            HostTensor.Floats value = found.get(spec.name());
            if (value == null) {
                missing.add(spec.name() + " " + spec.shape());
            } else if (!value.shape().equals(spec.shape())) {
                differing.add(spec.name() + " expected " + spec.shape() + " found " + value.shape());
            }
        }
        if (!missing.isEmpty() || !unexpected.isEmpty() || !differing.isEmpty()) {
            throw new UserError("the checkpoint of update " + progress.update() + " is of another architecture: "
                    + listed("missing", missing) + "; " + listed("unexpected", List.copyOf(unexpected)) + "; "
                    + listed("of another shape", differing));
        }
    }

    /**
     * Refuses moments that do not belong to what is trained now.
     *
     * @param trained names of the parameters that gradients reach
     */
    public void requireTrains(List<String> trained) {
        requireMoments("mean", state.means(), trained);
        requireMoments("variance", state.variances(), trained);
    }

    private void requireMoments(String moment, Parameters moments, List<String> trained) {
        TreeSet<String> unexpected = new TreeSet<>(moments.values().keySet());
        List<String> missing = new ArrayList<>();
        for (String name : trained) {
            if (!unexpected.remove(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw new UserError("the checkpoint of update " + progress.update()
                    + " trained other parameters (were others frozen?): " + moment + "s " + listed("missing", missing)
                    + "; " + listed("unexpected", List.copyOf(unexpected)));
        }
    }

    private static String listed(String what, List<String> names) {
        String shown = names.stream().limit(NAMES_SHOWN).collect(Collectors.joining(", "));
        String more = names.size() > NAMES_SHOWN ? " and " + (names.size() - NAMES_SHOWN) + " more" : "";
        return names.size() + " " + what + (names.isEmpty() ? "" : " (" + shown + more + ")");
    }
}
