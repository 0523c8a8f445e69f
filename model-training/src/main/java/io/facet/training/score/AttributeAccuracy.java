package io.facet.training.score;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Accuracy of yes/no attributes, each on the faces that are labelled with it, and their mean over attributes (mAcc of FaRL
 * Table 9 and Faceptor Table 6). Not safe for several threads at once.
 */
public final class AttributeAccuracy {
    private final Map<String, Tally> tallies = new LinkedHashMap<>();

    /**
     * What was counted of one attribute.
     *
     * @param faces labelled with it
     * @param right of these, how many were predicted as labelled
     * @param present of these, how many have it
     */
    public record Tally(long faces, long right, long present) {
        /** Right of all. */
        public double accuracy() {
            return (double) right / faces;
        }
    }

    /** One face's label and prediction of one attribute. */
    public void add(String attribute, boolean truth, boolean predicted) {
        Tally before = tallies.getOrDefault(attribute, new Tally(0, 0, 0));
        tallies.put(
                attribute,
                new Tally(
                        before.faces + 1,
                        before.right + (truth == predicted ? 1 : 0),
                        before.present + (truth ? 1 : 0)));
    }

    /** By attribute, in the order first seen. */
    public Map<String, Tally> tallies() {
        return new LinkedHashMap<>(tallies);
    }

    /** The mean of the attributes' accuracies; empty where no attribute was seen. */
    public OptionalDouble mean() {
        return tallies.values().stream().mapToDouble(Tally::accuracy).average();
    }
}
