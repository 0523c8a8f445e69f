package io.facet.training.data.source.age;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.source.CommaTable;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.UtkNames;

/**
 * UTKFace, ages 21 to 60, divided as CORAL's lists do (Cao, Mirjalili and Raschka, "Rank Consistent Ordinal Regression for
 * Neural Networks with Application to Age Estimation", 2020) and the papers after it report. The lists number ages from 21;
 * labels are the years in the pictures' names.
 */
public final class UtkFace implements ListedSet {
    @Override
    public Kind kind() {
        return Kind.UTKFACE;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "UTKFace",
                "Zhang et al., \"Age Progression/Regression by Conditional Adversarial Autoencoder\", 2017",
                "UTKFace/*.jpg.chip.jpg, CORAL's utk_train.csv and utk_test.csv",
                List.of(new Part("train", 13_144), new Part("test", 3287)),
                List.of(FaceLabels.AGE, FaceLabels.GENDER, FaceLabels.RACE),
                SetCard.FACEPTOR_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        String list = "utk_%s.csv".formatted(part);
        List<Listed> samples = new ArrayList<>();
        try (CommaTable table = CommaTable.open(files, files.require(list, "a column file"), List.of("file"))) {
            for (CommaTable.Row row = table.next(); row != null; row = table.next()) {
                String name = row.get("file");
                samples.add(files.listed(
                        List.of("UTKFace/" + name, name), () -> Listed.Known.labels(UtkNames.labels(name, name))));
            }
        }
        return samples;
    }
}
