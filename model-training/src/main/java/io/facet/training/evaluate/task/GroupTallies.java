package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.facet.training.score.Fairness;

/**
 * Tallies of all faces and of each group of people, with the error of each face by its key. Used by one thread.
 *
 * @param <F> what is counted of one face
 * @param <T> counts it
 */
final class GroupTallies<F, T extends Tally<F>> {
    /** The group that FaRL's Table 11 compares all others with. */
    private static final String REFERENCE = "White";

    private final Supplier<T> empty;
    private final T all;
    private final T grouped;
    private final T others;
    private final Map<String, T> groups = new TreeMap<>();
    private final Map<String, Double> errors = new LinkedHashMap<>();

    /** @param empty makes a tally without faces */
    GroupTallies(Supplier<T> empty) {
        this.empty = empty;
        this.all = empty.get();
        this.grouped = empty.get();
        this.others = empty.get();
    }

    /**
     * @param counted what the tallies count of the face
     * @param error shown as how bad the face is
     */
    void add(Judged face, F counted, double error) {
        all.add(counted);
        errors.put(face.key(), error);
        if (face.group() != null) {
            groups.computeIfAbsent(face.group(), name -> empty.get()).add(counted);
            grouped.add(counted);
            if (!face.group().equals(REFERENCE)) {
                others.add(counted);
            }
        }
    }

    /** Of all faces, with a group or without. */
    T all() {
        return all;
    }

    /** How bad each face is, by its key. */
    Map<String, Double> errors() {
        return errors;
    }

    /** Every score that all faces together have, by group; empty where no face has a group. */
    List<TaskScore.GroupScore> fairness() {
        List<TaskScore.GroupScore> scores = new ArrayList<>();
        if (!groups.isEmpty()) {
            Parts parts = new Parts();
            all.figures().forEach(figure -> parts.score(figure, false, scores));
            all.details().forEach(figure -> parts.score(figure, true, scores));
        }
        return scores;
    }

    /** The scores of each part of the faces, by name. */
    private final class Parts {
        private final Map<String, Map<String, OptionalDouble>> byGroup = new TreeMap<>();
        private final Map<String, OptionalDouble> ofOthers = values(others);
        private final Map<String, OptionalDouble> average = values(grouped);

        Parts() {
            groups.forEach((name, tally) -> byGroup.put(name, values(tally)));
        }

        void score(Figure whole, boolean detail, List<TaskScore.GroupScore> scores) {
            if (whole.value().isPresent()) {
                List<Fairness.Group> values = new ArrayList<>();
                byGroup.forEach((name, own) ->
                        values.add(new Fairness.Group(name, groups.get(name).faces(), of(own, whole))));
                Fairness fairness = new Fairness(REFERENCE, values, of(ofOthers, whole), of(average, whole));
                scores.add(new TaskScore.GroupScore(whole, detail, fairness));
            }
        }

        private OptionalDouble of(Map<String, OptionalDouble> values, Figure figure) {
            return values.getOrDefault(figure.name(), OptionalDouble.empty());
        }

        private Map<String, OptionalDouble> values(Tally<F> tally) {
            Map<String, OptionalDouble> values = new HashMap<>();
            if (tally.faces() > 0) {
                tally.figures().forEach(figure -> values.put(figure.name(), figure.value()));
                tally.details().forEach(figure -> values.put(figure.name(), figure.value()));
            }
            return values;
        }
    }
}
