package io.facet.training.data;

import java.util.random.RandomGenerator;

/**
 * Turns a stored picture into a network's input: cut, resized, augmented, normalised. Thread-safe; all chance comes from
 * the generator that is handed in.
 */
public interface ImageTransform {
    /**
     * Makes the input of one picture.
     *
     * @return {@code [3, size, size]} row-major, planes in the order R, G, B, normalised by mean and deviation
     */
    float[] apply(RgbImage image, RandomGenerator random);

    /** Side of the result in pixels. */
    int size();
}
