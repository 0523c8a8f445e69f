package io.facet.training.data.source.attribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.CommaTable;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;

/**
 * FairFace. Its seven races are {@link FaceLabels#RACE_7}; {@link FaceLabels#RACE} tells five of them: East and Southeast
 * Asian are Asian, Middle Eastern and Latino_Hispanic are other.
 */
public final class FairFace implements ListedSet {
    private static final Map<String, String> FIVE = Map.of(
            "White", "White",
            "Black", "Black",
            "East Asian", "Asian",
            "Southeast Asian", "Asian",
            "Indian", "Indian",
            "Middle Eastern", "other",
            "Latino_Hispanic", "other");

    @Override
    public Kind kind() {
        return Kind.FAIRFACE;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "FairFace",
                "Karkkainen and Joo, \"FairFace: Face Attribute Dataset for Balanced Race, Gender, and Age\", 2021",
                "train/*.jpg, val/*.jpg, fairface_label_train.csv, fairface_label_val.csv",
                List.of(new Part("train", 86_744), new Part("val", 10_954)),
                List.of(FaceLabels.AGE_GROUP, FaceLabels.GENDER, FaceLabels.RACE_7, FaceLabels.RACE),
                SetCard.FARL_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        String name = "fairface_label_%s.csv".formatted(part);
        List<Listed> samples = new ArrayList<>();
        try (CommaTable table = CommaTable.open(
                files,
                files.require(name, "columns file, age, gender and race"),
                List.of("file", "age", "gender", "race"))) {
            for (CommaTable.Row row = table.next(); row != null; row = table.next()) {
                CommaTable.Row labels = row;
                samples.add(files.listed(List.of(row.get("file")), () -> known(labels)));
            }
        }
        return samples;
    }

    private static Listed.Known known(CommaTable.Row row) throws UnreadableSampleException {
        String key = row.get("file");
        Map<String, Double> labels = new HashMap<>();
        labels.put(FaceLabels.AGE_GROUP, index(key, "age", FaceLabels.AGE_GROUPS, row.get("age")));
        labels.put(FaceLabels.GENDER, index(key, "gender", List.of("Male", "Female"), row.get("gender")));
        labels.put(FaceLabels.RACE_7, index(key, "race", FaceLabels.RACES_7, row.get("race")));
        labels.put(FaceLabels.RACE, (double) FaceLabels.RACES.indexOf(FIVE.get(row.get("race"))));
        return Listed.Known.labels(labels);
    }

    private static double index(String key, String label, List<String> names, String name)
            throws UnreadableSampleException {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new UnreadableSampleException(
                    key, "expected %s out of %s, found %s".formatted(label, names, name.isEmpty() ? "nothing" : name));
        }
        return index;
    }
}
