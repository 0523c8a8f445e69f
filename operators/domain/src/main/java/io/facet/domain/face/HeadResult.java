package io.facet.domain.face;

import java.util.List;
import java.util.Map;

/** What one head says of one face. */
public sealed interface HeadResult {

    /** The head that said it. */
    HeadTask task();

    /**
     * Facial landmarks.
     *
     * @param scheme name of the point layout, for example {@code ibug-68}
     * @param points in source pixels, in the order of the scheme
     */
    record Landmarks(String scheme, List<Point> points) implements HeadResult {
        @Override
        public HeadTask task() {
            return HeadTask.LANDMARKS;
        }
    }

    /**
     * Face parsing.
     *
     * @param labels class names; the mask's values index them
     * @param size side of the mask in pixels; the mask covers the whole aligned crop
     * @param mask class index a pixel, row by row. Shape {@code [size, size]}
     * @param transform from source pixels to pixels of the mask
     */
    record Parsing(List<String> labels, int size, byte[] mask, CropTransform transform) implements HeadResult {
        @Override
        public HeadTask task() {
            return HeadTask.PARSING;
        }
    }

    /**
     * Independent yes/no attributes.
     *
     * @param probabilities by attribute name, each in [0, 1], in the bundle's order
     */
    record Attributes(Map<String, Double> probabilities) implements HeadResult {
        @Override
        public HeadTask task() {
            return HeadTask.ATTRIBUTES;
        }
    }

    /**
     * Apparent age.
     *
     * @param years expected value
     */
    record Age(double years) implements HeadResult {
        @Override
        public HeadTask task() {
            return HeadTask.AGE;
        }
    }

    /**
     * One of several exclusive classes: apparent gender, expression, or apparent group.
     *
     * @param task {@link HeadTask#GENDER}, {@link HeadTask#EXPRESSION} or {@link HeadTask#GROUP}
     * @param label the likeliest class
     * @param probabilities by class name, summing to 1, in the bundle's order
     */
    record Classification(HeadTask task, String label, Map<String, Double> probabilities) implements HeadResult {}

    /**
     * An identity embedding.
     *
     * @param embedding of unit length; compare by cosine
     */
    record Identity(float[] embedding) implements HeadResult {
        @Override
        public HeadTask task() {
            return HeadTask.IDENTITY;
        }
    }

    /**
     * How good the picture of the face is, as a network sees it: sharp, lit, frontal, not hidden.
     *
     * @param value in [0, 1], 1 the best
     */
    record Quality(double value) implements HeadResult {
        @Override
        public HeadTask task() {
            return HeadTask.QUALITY;
        }
    }
}
