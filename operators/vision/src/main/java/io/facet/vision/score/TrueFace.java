package io.facet.vision.score;

import io.facet.domain.face.Box;

/**
 * A face that is really there.
 *
 * @param box in pixels of the picture
 * @param ignored whether it counts neither when found nor when missed, as annotators mark what they cannot judge
 */
public record TrueFace(Box box, boolean ignored) {

    /** A face that counts. */
    public static TrueFace of(Box box) {
        return new TrueFace(box, false);
    }
}
