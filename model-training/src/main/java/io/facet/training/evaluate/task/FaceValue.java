package io.facet.training.evaluate.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.training.data.ClassMap;
import io.facet.vision.score.FoundFace;
import io.facet.vision.score.TrueFace;

/** What is true, or was predicted, of one face (of one picture, for {@link True} and {@link Found} faces). */
public sealed interface FaceValue {

    /**
     * Landmarks.
     *
     * @param scheme their layout, for example {@code ibug-68}
     * @param points x and y in turn, in pixels of the picture; not copied
     * @param box of the face in the same pixels, where the set gives one; else null
     */
    record Points(String scheme, float[] points, Box box) implements FaceValue {}

    /**
     * Classes of pixels.
     *
     * @param labels names of the classes
     * @param classes indices into them
     * @param place from pixels of the truth's map to pixels of this one, where this is a prediction that shows another
     *     part of the picture; null where both show the same, each over its whole width and height
     */
    record Mask(List<String> labels, ClassMap classes, CropTransform place) implements FaceValue {}

    /** A number: years, or quality. */
    record Number(double value) implements FaceValue {}

    /**
     * One of several exclusive classes.
     *
     * @param name the class
     * @param probability of each class by name; empty where there is none
     */
    record Label(String name, Map<String, Double> probability) implements FaceValue {
        public Label {
            probability = new LinkedHashMap<>(probability);
        }
    }

    /** By attribute: 1 or 0 where it is true, a probability where it was predicted. */
    record Attributes(Map<String, Double> values) implements FaceValue {
        public Attributes {
            values = new LinkedHashMap<>(values);
        }
    }

    /** An identity embedding; not copied. */
    record Embedding(float[] values) implements FaceValue {}

    /**
     * What is true of two pictures; a {@link Number} says how alike they are.
     *
     * @param same whether they show one person
     * @param fold of the cross-validation, 0-based
     */
    record Pair(boolean same, int fold) implements FaceValue {}

    /** All faces that are in a picture. */
    record True(List<TrueFace> faces) implements FaceValue {}

    /** All faces that were found in a picture. */
    record Found(List<FoundFace> faces) implements FaceValue {}
}
