package io.facet.vision.score;

import io.facet.domain.face.Box;

/**
 * Which faces count, by size: the side of the square with the box's area, √(width · height), in pixels.
 *
 * @param from smallest side that counts
 * @param to sides from here on do not count
 */
public record FaceSizes(double from, double to) {
    /** Every face. */
    public static final FaceSizes ALL = new FaceSizes(0, Double.POSITIVE_INFINITY);

    public FaceSizes {
        if (!(from >= 0) || !(to > from)) {
            throw new IllegalArgumentException("expected sizes 0 <= from < to, got from %s to %s".formatted(from, to));
        }
    }

    /** Faces with at least that side. */
    public static FaceSizes from(double side) {
        return new FaceSizes(side, Double.POSITIVE_INFINITY);
    }

    /** Whether a box has such a size. */
    public boolean contains(Box box) {
        double side = Math.sqrt(box.area());
        return side >= from && side < to;
    }
}
