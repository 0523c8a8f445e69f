package io.facet.training.data.source.attribute;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.FaceLabels;

/** Labels out of the 40 attributes of CelebA. */
final class FortyAttributes {
    /** Those that other sets have too, under the name that they have there. */
    private static final Map<String, String> SHARED = Map.of(
            "Eyeglasses", FaceLabels.EYEGLASSES,
            "Wearing_Hat", FaceLabels.HAT,
            "Wearing_Earrings", FaceLabels.EARRINGS,
            "Wearing_Necklace", FaceLabels.NECKLACE);

    private FortyAttributes() {}

    /** The 40 attributes, worn items as masks give them, and the gender, which Male says. */
    static Map<String, Double> labels(boolean[] values) {
        Map<String, Double> labels = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            String name = FaceLabels.ATTRIBUTES.get(i);
            double value = values[i] ? 1 : 0;
            labels.put(FaceLabels.attribute(name), value);
            Optional.ofNullable(SHARED.get(name)).ifPresent(label -> labels.put(label, value));
            if (name.equals("Male")) {
                labels.put(FaceLabels.GENDER, 1 - value);
            }
        }
        return labels;
    }

    /** Names of the labels, for a card. */
    static List<String> names() {
        return List.of(
                "attribute.* (40)",
                FaceLabels.GENDER,
                FaceLabels.EYEGLASSES,
                FaceLabels.HAT,
                FaceLabels.EARRINGS,
                FaceLabels.NECKLACE);
    }
}
