package io.facet.training.data.source;

import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.training.data.FaceLabels;
import io.facet.training.data.UnreadableSampleException;

/** UTKFace's names of pictures: {@code age_gender_race_time.jpg}, gender and race numbered as {@link FaceLabels} does. */
public final class UtkNames {
    private UtkNames() {}

    /** Age, gender and race. */
    public static Map<String, Double> labels(String key, String name) throws UnreadableSampleException {
        String[] fields = name.substring(name.lastIndexOf('/') + 1).split("_");
        if (fields.length < 4) {
            throw new UnreadableSampleException(key, "expected a name like age_gender_race_time.jpg");
        }
        Map<String, Double> labels = new LinkedHashMap<>();
        labels.put(FaceLabels.AGE, number(key, FaceLabels.AGE, fields[0], FaceLabels.MAX_AGE));
        labels.put(FaceLabels.GENDER, number(key, FaceLabels.GENDER, fields[1], FaceLabels.GENDERS.size() - 1));
        labels.put(FaceLabels.RACE, number(key, FaceLabels.RACE, fields[2], FaceLabels.RACES.size() - 1));
        return labels;
    }

    private static double number(String key, String label, String text, int most) throws UnreadableSampleException {
        return Fields.whole(key, label, text, 0, most);
    }
}
