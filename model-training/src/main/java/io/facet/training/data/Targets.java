package io.facet.training.data;

import java.util.Map;

/**
 * What is known of a picture that has a place in it or more than one number. Arrays are not copied.
 *
 * <p>Coordinates are those of Facet everywhere: in pixels of the sample's image, whose first pixel reaches from 0 to 1 and
 * has its centre at 0.5.
 *
 * @param landmarks x and y of each point in turn, in the order of the set's scheme (68 points: iBUG's); null where there
 *     are none
 * @param mask classes as annotated. It shows the same as the sample's image and may have another resolution; null where
 *     there is none
 * @param teacherMask classes as a teacher network sees them, otherwise as {@code mask}; null where there is none
 * @param vectors by name, as {@link #TEACHER_IDENTITY}; empty where there are none
 */
public record Targets(float[] landmarks, ClassMap mask, ClassMap teacherMask, Map<String, float[]> vectors) {
    /** Name of the identity embedding of a teacher network, of unit length. */
    public static final String TEACHER_IDENTITY = "identity.teacher";

    /** Name of the 68 points of a teacher network: x and y in turn, in pixels of the sample's image. */
    public static final String TEACHER_LANDMARKS = "landmarks.teacher";

    /** Nothing is known. */
    public static final Targets NONE = new Targets(null, null, null, Map.of());

    public Targets {
        if (landmarks != null && (landmarks.length == 0 || landmarks.length % 2 != 0)) {
            throw new IllegalArgumentException(
                    "landmarks are pairs of x and y, found " + landmarks.length + " numbers");
        }
        vectors = Map.copyOf(vectors);
    }

    /** Without a teacher's mask. */
    public Targets(float[] landmarks, ClassMap mask, Map<String, float[]> vectors) {
        this(landmarks, mask, null, vectors);
    }
}
