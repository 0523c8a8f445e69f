package io.facet.training.data.caption;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How someone of an age and a gender is called.
 *
 * @param age in years; empty where it is not known
 * @param gender index into {@link io.facet.training.data.FaceLabels#GENDERS}; empty where it is not known
 */
record Person(OptionalInt age, OptionalInt gender) {
    private static final int TODDLER = 2;
    private static final int TEENAGER = 13;
    private static final int ADULT = 20;
    private static final int SETTLED = 35;
    private static final int MIDDLE_AGED = 45;
    private static final int ELDERLY = 65;
    private static final int HUNDRED = 100;
    private static final List<String> DECADES =
            List.of("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties");

    /** Man, girl, baby, ... */
    String noun() {
        int years = age.orElse(ADULT);
        if (years < TODDLER) {
            return "baby" + byGender("", " boy", " girl");
        }
        if (years < TEENAGER) {
            return byGender("child", "boy", "girl");
        }
        if (years < ADULT) {
            return byGender("teenager", "boy", "girl");
        }
        return byGender("person", "man", "woman");
    }

    /** Words for the age that go before the noun; none where nothing needs to be said. */
    List<String> adjectives() {
        if (age.isEmpty() || age.getAsInt() < TODDLER) {
            return List.of();
        }
        int years = age.getAsInt();
        if (years < TEENAGER) {
            return List.of("young", "little");
        }
        if (years < ADULT) {
            return gender.isPresent() ? List.of("teenage") : List.of();
        }
        if (years < SETTLED) {
            return List.of("young");
        }
        if (years >= ELDERLY) {
            return List.of("old", "elderly");
        }
        return years >= MIDDLE_AGED ? List.of("middle-aged") : List.of();
    }

    /** In his thirties. */
    Optional<String> decade() {
        if (age.isEmpty() || age.getAsInt() < ADULT || age.getAsInt() >= HUNDRED) {
            return Optional.empty();
        }
        return Optional.of("in " + byGender("their", "his", "her") + " " + DECADES.get(age.getAsInt() / 10 - 2));
    }

    private String byGender(String unknown, String male, String female) {
        if (gender.isEmpty()) {
            return unknown;
        }
        return gender.getAsInt() == 0 ? male : female;
    }
}
