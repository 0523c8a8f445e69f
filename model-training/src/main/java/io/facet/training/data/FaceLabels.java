package io.facet.training.data;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names of the labels that data sets of faces carry, and what their numbers mean. Worn items are 0 or 1; what cannot be
 * known from a set is left out of a sample's labels.
 */
public final class FaceLabels {
    /** In years, 0 to {@link #MAX_AGE}. */
    public static final String AGE = "age";

    /** Index into {@link #GENDERS}. */
    public static final String GENDER = "gender";

    /** Index into {@link #RACES}: the group, as annotators of UTKFace named it. */
    public static final String RACE = "race";

    /** Index into {@link #EXPRESSIONS}. */
    public static final String EXPRESSION = "expression";

    /** Index into {@link #EXPRESSIONS_8}, of sets that also tell contempt. */
    public static final String EXPRESSION_8 = "expression8";

    /** Index into {@link #AGE_GROUPS}: decades, as FairFace tells them. */
    public static final String AGE_GROUP = "age_group";

    /** Index into {@link #RACES_7}, as FairFace tells them. */
    public static final String RACE_7 = "race7";

    /** Index of the person among those of the set, by name. */
    public static final String IDENTITY = "identity";

    public static final String EYEGLASSES = "eyeglasses";
    public static final String HAT = "hat";
    public static final String EARRINGS = "earrings";
    public static final String NECKLACE = "necklace";

    /** Share of the picture that is hair, in [0, 1]. */
    public static final String HAIR = "hair";

    /**
     * How much of what a clean picture shows of a face this one still shows, in [0, 1]: the cosine of a teacher's identity
     * embeddings of both.
     */
    public static final String QUALITY = "quality";

    /** 1 where a face was aligned by points that were found or labelled, 0 where by where faces of the set are on average. */
    public static final String DETECTED = "detected";

    /** No one has been shown to grow older than 122. */
    public static final int MAX_AGE = 122;

    public static final List<String> GENDERS = List.of("male", "female");
    public static final List<String> RACES = List.of("White", "Black", "Asian", "Indian", "other");
    public static final List<String> EXPRESSIONS =
            List.of("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise");

    /** Classes of a face's parts as CelebAMask-HQ numbers them; left and right are the person's own. */
    public static final List<String> PARTS = List.of(
            "background",
            "skin",
            "nose",
            "eye_g",
            "l_eye",
            "r_eye",
            "l_brow",
            "r_brow",
            "l_ear",
            "r_ear",
            "mouth",
            "u_lip",
            "l_lip",
            "hair",
            "hat",
            "ear_r",
            "neck_l",
            "neck",
            "cloth");

    /** Classes of a face's parts as LaPa numbers them. */
    public static final List<String> PARTS_11 = List.of(
            "background",
            "skin",
            "left_eyebrow",
            "right_eyebrow",
            "left_eye",
            "right_eye",
            "nose",
            "upper_lip",
            "inner_mouth",
            "lower_lip",
            "hair");

    public static final List<String> EXPRESSIONS_8 =
            List.of("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise", "contempt");
    public static final List<String> AGE_GROUPS =
            List.of("0-2", "3-9", "10-19", "20-29", "30-39", "40-49", "50-59", "60-69", "more than 70");
    public static final List<String> RACES_7 =
            List.of("White", "Black", "Latino_Hispanic", "East Asian", "Southeast Asian", "Indian", "Middle Eastern");

    /** The 40 attributes of CelebA in its order; {@link #attribute} gives the label of each, 0 or 1. */
    public static final List<String> ATTRIBUTES = List.of(
            "5_o_Clock_Shadow",
            "Arched_Eyebrows",
            "Attractive",
            "Bags_Under_Eyes",
            "Bald",
            "Bangs",
            "Big_Lips",
            "Big_Nose",
            "Black_Hair",
            "Blond_Hair",
            "Blurry",
            "Brown_Hair",
            "Bushy_Eyebrows",
            "Chubby",
            "Double_Chin",
            "Eyeglasses",
            "Goatee",
            "Gray_Hair",
            "Heavy_Makeup",
            "High_Cheekbones",
            "Male",
            "Mouth_Slightly_Open",
            "Mustache",
            "Narrow_Eyes",
            "No_Beard",
            "Oval_Face",
            "Pale_Skin",
            "Pointy_Nose",
            "Receding_Hairline",
            "Rosy_Cheeks",
            "Sideburns",
            "Smiling",
            "Straight_Hair",
            "Wavy_Hair",
            "Wearing_Earrings",
            "Wearing_Hat",
            "Wearing_Lipstick",
            "Wearing_Necklace",
            "Wearing_Necktie",
            "Young");

    /** The youngest of each of {@link #AGE_GROUPS}. */
    private static final List<Integer> AGE_GROUPS_FROM = List.of(0, 3, 10, 20, 30, 40, 50, 60, 70);

    private static final String ATTRIBUTE = "attribute.";
    private static final List<String> WORN = List.of(EYEGLASSES, HAT, EARRINGS, NECKLACE);

    private FaceLabels() {}

    /** The label of an attribute, as in {@code attribute.wearing_hat} for {@code Wearing_Hat}. */
    public static String attribute(String name) {
        return ATTRIBUTE + name.toLowerCase(Locale.ROOT);
    }

    /**
     * Index into {@link #AGE_GROUPS} of an age. Sets tell whole years, so an estimate between two is that of the nearer.
     *
     * @param years finite; less than 0 count as 0
     */
    public static int ageGroup(double years) {
        long whole = Math.max(0, Math.round(years));
        return (int) AGE_GROUPS_FROM.stream().filter(from -> from <= whole).count() - 1;
    }

    /** What is wrong with a label, as in {@code age: expected 0 to 122, found 999}; empty for good and for other labels. */
    public static Optional<String> fault(Map<String, Double> labels) {
        return labels.entrySet().stream()
                .filter(label -> !(label.getValue() >= 0 && label.getValue() <= most(label.getKey())))
                .sorted(Map.Entry.comparingByKey())
                .map(label -> "%s: expected 0 to %.0f, found %s"
                        .formatted(label.getKey(), most(label.getKey()), label.getValue()))
                .findFirst();
    }

    private static double most(String label) {
        return switch (label) {
            case AGE -> MAX_AGE;
            case GENDER -> GENDERS.size() - 1.0;
            case RACE -> RACES.size() - 1.0;
            case EXPRESSION -> EXPRESSIONS.size() - 1.0;
            case EXPRESSION_8 -> EXPRESSIONS_8.size() - 1.0;
            case AGE_GROUP -> AGE_GROUPS.size() - 1.0;
            case RACE_7 -> RACES_7.size() - 1.0;
            case HAIR, QUALITY, DETECTED -> 1;
            default -> WORN.contains(label) || label.startsWith(ATTRIBUTE) ? 1 : Double.POSITIVE_INFINITY;
        };
    }

    /** Names of the classes of a mask that has so many; their numbers where they are nobody's. */
    public static List<String> parts(int classes) {
        return Stream.of(PARTS, PARTS_11)
                .filter(names -> names.size() == classes)
                .findFirst()
                .orElseGet(() ->
                        IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }
}
