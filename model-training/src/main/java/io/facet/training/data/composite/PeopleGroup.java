package io.facet.training.data.composite;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.facet.training.data.FaceLabels;

/**
 * Whose faces are averaged into one.
 *
 * @param gender one of {@link FaceLabels#GENDERS}
 * @param race one of {@link FaceLabels#RACES}
 * @param fromAge youngest, years
 * @param toAge oldest, years
 */
record PeopleGroup(String gender, String race, int fromAge, int toAge) {

    /** Adults of both genders, four groups and all ages: as different as eight faces can be. */
    static final List<PeopleGroup> ALL = List.of(
            new PeopleGroup("male", "White", 20, 34),
            new PeopleGroup("female", "Black", 20, 34),
            new PeopleGroup("male", "Indian", 25, 44),
            new PeopleGroup("female", "Asian", 20, 34),
            new PeopleGroup("male", "Black", 35, 59),
            new PeopleGroup("female", "White", 50, 74),
            new PeopleGroup("male", "Asian", 45, 74),
            new PeopleGroup("female", "Indian", 20, 39));

    boolean includes(Map<String, Double> labels) {
        double age = labels.getOrDefault(FaceLabels.AGE, Double.NaN);
        return is(labels, FaceLabels.GENDER, FaceLabels.GENDERS.indexOf(gender))
                && is(labels, FaceLabels.RACE, FaceLabels.RACES.indexOf(race))
                && age >= fromAge
                && age <= toAge;
    }

    private static boolean is(Map<String, Double> labels, String name, int value) {
        Double label = labels.get(name);
        return label != null && label == value;
    }

    /** For files. */
    String name() {
        return "%s-%s-%d-%d".formatted(gender, race.toLowerCase(Locale.ROOT), fromAge, toAge);
    }
}
