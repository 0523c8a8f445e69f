package io.facet.training.data;

import java.util.List;

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

    /** Index of the person among those of the set, by name. */
    public static final String IDENTITY = "identity";

    public static final String EYEGLASSES = "eyeglasses";
    public static final String HAT = "hat";
    public static final String EARRINGS = "earrings";
    public static final String NECKLACE = "necklace";

    /** Share of the picture that is hair, in [0, 1]. */
    public static final String HAIR = "hair";

    /** No one has been shown to grow older than 122. */
    public static final int MAX_AGE = 122;

    public static final List<String> GENDERS = List.of("male", "female");
    public static final List<String> RACES = List.of("White", "Black", "Asian", "Indian", "other");
    public static final List<String> EXPRESSIONS =
            List.of("angry", "disgust", "fear", "happy", "neutral", "sad", "surprise");

    private FaceLabels() {}
}
