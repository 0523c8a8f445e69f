package io.facet.domain.bundle;

import java.util.List;

import io.facet.domain.face.HeadTask;

/**
 * One head: where its input comes from, which output is its own, and how that is read.
 *
 * <p>A head reads either features of the encoder ({@code features} is not empty) or the crop itself ({@code crop} is not
 * null), when a published network brings its own backbone.
 *
 * @param task what it does
 * @param file path in the bundle; several heads may share one network, which then runs once
 * @param features names of the encoder's features it reads, which are also the names of its inputs
 * @param crop how it wants the part of the aligned crop it reads; null for heads on the encoder
 * @param output its output tensor, batch first, as the network gives it
 * @param from first index of this head's part along axis 1 of the output
 * @param to index after the last of this head's part along axis 1 of the output
 * @param decoding how the part is read
 * @param labels class, attribute or region names, in the order of the output; empty where there are none
 * @param scheme name of the landmark layout, or of the embedding space; else null
 */
public record HeadSpec(
        HeadTask task,
        String file,
        List<String> features,
        CropInput crop,
        TensorSpec output,
        int from,
        int to,
        Decoding decoding,
        List<String> labels,
        String scheme) {

    /**
     * A part of the aligned crop, resized for a network with its own backbone.
     *
     * @param region the part, in pixels of the aligned crop; may reach outside, where it is filled with black
     * @param image how the network wants it
     */
    public record CropInput(Region region, ImageInput image) {}

    /**
     * A rectangle in whole pixels of the aligned crop.
     *
     * @param x left edge
     * @param y top edge
     * @param width extent to the right
     * @param height extent down
     */
    public record Region(int x, int y, int width, int height) {}

    /** How a head's output is read. */
    public enum Decoding {
        /** {@code [N, 2·K]}: x and y in turn, in [0, 1] of the region (or of the crop). */
        POINTS,
        /** {@code [N, K, h, w]}: sigmoid-weighted centre of mass of each map, over the region (or the crop). */
        HEATMAPS,
        /** {@code [N, classes, h, w]}: the likeliest class of each pixel, over the region (or the crop). */
        CLASS_MAP,
        /** {@code [N, classes]} logits of exclusive classes. */
        SOFTMAX,
        /**
         * {@code [N, attributes]} logits of independent attributes; for {@link HeadTask#QUALITY} one logit, whose sigmoid is
         * the quality, with one label.
         */
        SIGMOID,
        /** {@code [N, ages]} logits of ages 0, 1, 2 …; the expected value is the age. */
        AGE_EXPECTATION,
        /** {@code [N, 2·years]}: pairs of logits (not older, older); the age is how many say older. */
        AGE_PAIRS,
        /** {@code [N, dimension]}: normalised to unit length. */
        EMBEDDING
    }

    public HeadSpec {
        features = features == null ? List.of() : List.copyOf(features);
        labels = labels == null ? List.of() : List.copyOf(labels);
        if (features.isEmpty() == (crop == null)) {
            throw new IllegalArgumentException(
                    "head %s must read either encoder features or the crop".formatted(task.key()));
        }
    }
}
