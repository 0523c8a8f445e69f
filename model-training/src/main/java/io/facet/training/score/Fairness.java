package io.facet.training.score;

import java.util.List;
import java.util.OptionalDouble;

/**
 * One metric for each group of people, as FaRL's Table 11 compares a reference group with everyone else.
 *
 * @param reference name of the reference group; White in the paper
 * @param groups by name
 * @param ofOthers the metric on all others together (Non-White), computed from their faces, not from their groups' values;
 *     empty where it has none
 * @param average the metric on all faces with a group: over samples, not over groups; empty where it has none
 */
public record Fairness(String reference, List<Group> groups, OptionalDouble ofOthers, OptionalDouble average) {

    /**
     * The metric on one group.
     *
     * @param name of the group
     * @param faces in it
     * @param value of the metric; empty where these faces have none
     */
    public record Group(String name, int faces, OptionalDouble value) {}

    public Fairness {
        groups = List.copyOf(groups);
    }

    /** The metric on the reference group; empty where it has no face or no value. */
    public OptionalDouble ofReference() {
        return groups.stream()
                .filter(group -> group.name().equals(reference))
                .findFirst()
                .map(Group::value)
                .orElse(OptionalDouble.empty());
    }

    /** Others − reference, signed, in the unit of the metric; empty where either has no value. */
    public OptionalDouble discrepancy() {
        OptionalDouble ofReference = ofReference();
        return ofReference.isEmpty() || ofOthers.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(ofOthers.getAsDouble() - ofReference.getAsDouble());
    }
}
