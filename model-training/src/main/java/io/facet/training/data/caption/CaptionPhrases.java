package io.facet.training.data.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

import io.facet.training.data.FaceLabels;

/**
 * The words for one set of labels. A caption is {@code [lead-in] [article] [manner] [age] [group] noun [details]}; each
 * part is chosen among several, or left out.
 */
final class CaptionPhrases {
    /** A detail is mentioned in four of five captions, so that no word always comes with another. */
    private static final double MENTIONED = 0.8;

    // Shares of a CelebAMask-HQ picture, chosen by looking at pictures on either side.
    private static final double BALD = 0.01;
    private static final double SHORT_HAIR = 0.15;
    private static final double LONG_HAIR = 0.35;

    private static final List<String> LEAD_INS = List.of(
            "a photo of ",
            "a portrait of ",
            "a close-up of ",
            "a picture of ",
            "a headshot of ",
            "a face photo of ",
            "the face of ",
            "");
    private static final List<List<String>> GROUPS = List.of(
            List.of("white", "Caucasian"),
            List.of("black", "dark-skinned"),
            List.of("Asian"),
            List.of("Indian"),
            List.of());

    /** By expression: words that go before the noun. */
    private static final List<List<String>> MANNERS = List.of(
            List.of("angry", "furious"),
            List.of("disgusted"),
            List.of("scared", "frightened"),
            List.of("happy", "smiling", "cheerful"),
            List.of(),
            List.of("sad", "unhappy"),
            List.of("surprised", "astonished"));

    /** By expression: words that go after the noun. */
    private static final List<List<String>> EXPRESSIONS = List.of(
            List.of("looking angry", "with an angry expression", "frowning in anger"),
            List.of("looking disgusted", "with a disgusted expression"),
            List.of("looking afraid", "with a fearful expression"),
            List.of("with a smile", "looking happy", "with a happy expression"),
            List.of("with a neutral expression", "with a calm face", "looking serious"),
            List.of("looking sad", "with a sad expression"),
            List.of("looking surprised", "with a surprised expression"));

    private static final Map<String, List<String>> WORN = Map.of(
            FaceLabels.EYEGLASSES, List.of("wearing glasses", "with eyeglasses", "in glasses"),
            FaceLabels.HAT, List.of("wearing a hat", "in a hat", "with a hat on"),
            FaceLabels.EARRINGS, List.of("wearing earrings", "with earrings"),
            FaceLabels.NECKLACE, List.of("wearing a necklace", "with a necklace"));

    private final Map<String, Double> labels;
    private final RandomGenerator random;

    CaptionPhrases(Map<String, Double> labels, RandomGenerator random) {
        this.labels = labels;
        this.random = random;
    }

    /** Whether there is anything to say. */
    static boolean describes(Map<String, Double> labels) {
        return labels.keySet().stream().anyMatch(label -> !label.equals(FaceLabels.IDENTITY));
    }

    String caption() {
        List<String> before = new ArrayList<>();
        List<String> after = new ArrayList<>();
        expression(before, after);
        String noun = subject(before, after);
        worn(after);
        hair(after);
        String phrase = String.join(" ", before) + (before.isEmpty() ? "" : " ") + noun;
        return one(LEAD_INS) + article(phrase) + " " + phrase + joined(after);
    }

    private void expression(List<String> before, List<String> after) {
        OptionalInt expression = index(FaceLabels.EXPRESSION, EXPRESSIONS.size());
        if (expression.isEmpty()) {
            return;
        }
        List<String> manners = MANNERS.get(expression.getAsInt());
        if (!manners.isEmpty() && random.nextBoolean()) {
            before.add(one(manners));
        } else {
            after.add(one(EXPRESSIONS.get(expression.getAsInt())));
        }
    }

    /** The noun; what is said of age and group goes before or after it. */
    private String subject(List<String> before, List<String> after) {
        OptionalInt age = index(FaceLabels.AGE, FaceLabels.MAX_AGE + 1);
        Person person = new Person(age, index(FaceLabels.GENDER, FaceLabels.GENDERS.size()));
        if (age.isPresent() && mentioned()) {
            int form = random.nextInt(3);
            if (form == 0 && age.getAsInt() > 0) {
                before.add(age.getAsInt() + " year old");
            } else if (form == 1 && person.decade().isPresent()) {
                after.add(person.decade().get());
            } else if (!person.adjectives().isEmpty()) {
                before.add(one(person.adjectives()));
            }
        }
        OptionalInt group = index(FaceLabels.RACE, GROUPS.size());
        if (group.isPresent() && !GROUPS.get(group.getAsInt()).isEmpty() && mentioned()) {
            before.add(one(GROUPS.get(group.getAsInt())));
        }
        return person.noun();
    }

    private void worn(List<String> after) {
        for (String item : List.of(FaceLabels.EYEGLASSES, FaceLabels.HAT, FaceLabels.EARRINGS, FaceLabels.NECKLACE)) {
            if (labels.getOrDefault(item, 0.0) > 0 && mentioned()) {
                after.add(one(WORN.get(item)));
            }
        }
    }

    private void hair(List<String> after) {
        Double hair = labels.get(FaceLabels.HAIR);
        boolean covered = labels.getOrDefault(FaceLabels.HAT, 0.0) > 0;
        if (hair == null || covered || !mentioned()) {
            return;
        }
        if (hair < BALD) {
            after.add("with a bald head");
        } else if (hair < SHORT_HAIR) {
            after.add("with short hair");
        } else if (hair > LONG_HAIR) {
            after.add("with long hair");
        }
    }

    private static String joined(List<String> details) {
        if (details.isEmpty()) {
            return "";
        }
        int last = details.size() - 1;
        String head = String.join(", ", details.subList(0, last));
        return " " + (head.isEmpty() ? "" : head + " and ") + details.get(last);
    }

    private static String article(String phrase) {
        return phrase.matches("(?i)([aeiou]|8|11 |18 ).*") ? "an" : "a";
    }

    private boolean mentioned() {
        return random.nextDouble() < MENTIONED;
    }

    private String one(List<String> among) {
        return among.get(random.nextInt(among.size()));
    }

    /** A whole number of a range from 0; empty where it is missing or none of ours. */
    private OptionalInt index(String label, int classes) {
        Double value = labels.get(label);
        boolean known = value != null && value >= 0 && value < classes && value == Math.rint(value);
        return known ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }
}
