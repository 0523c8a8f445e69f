package io.facet.training.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * One metric for each group of people, as FaRL's Table 11 compares a reference group with everyone else.
 *
 * @param reference name of the reference group; White in the paper
 * @param groups by name
 * @param ofReference the metric on the reference group; empty where it has no face
 * @param ofOthers the metric on all others together (Non-White); empty where there is none
 * @param average the metric on all faces: over samples, not over groups
 */
public record Fairness(
        String reference, List<Group> groups, OptionalDouble ofReference, OptionalDouble ofOthers, double average) {

    /**
     * The metric on one group.
     *
     * @param name of the group
     * @param faces in it
     * @param value of the metric
     */
    public record Group(String name, int faces, double value) {}

    public Fairness {
        groups = List.copyOf(groups);
    }

    /**
     * @param faces at least one
     * @param group of a face
     * @param metric of any number of faces, at least one
     * @param reference the group that the others are compared with
     */
    public static <F> Fairness of(
            List<F> faces, Function<F, String> group, ToDoubleFunction<List<F>> metric, String reference) {
        if (faces.isEmpty()) {
            throw new IllegalArgumentException("expected at least one face with a group, found none");
        }
        Map<String, List<F>> byGroup = new TreeMap<>();
        List<F> others = new ArrayList<>();
        for (F face : faces) {
            String name = group.apply(face);
            byGroup.computeIfAbsent(name, key -> new ArrayList<>()).add(face);
            if (!name.equals(reference)) {
                others.add(face);
            }
        }
        List<Group> groups = new ArrayList<>();
        byGroup.forEach((name, members) -> groups.add(new Group(name, members.size(), metric.applyAsDouble(members))));
        List<F> ofReference = byGroup.getOrDefault(reference, List.of());
        return new Fairness(
                reference, groups, value(ofReference, metric), value(others, metric), metric.applyAsDouble(faces));
    }

    /** Others − reference, signed, in the unit of the metric; empty where either has no face. */
    public OptionalDouble discrepancy() {
        return ofReference.isEmpty() || ofOthers.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(ofOthers.getAsDouble() - ofReference.getAsDouble());
    }

    private static <F> OptionalDouble value(List<F> faces, ToDoubleFunction<List<F>> metric) {
        return faces.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(metric.applyAsDouble(faces));
    }
}
