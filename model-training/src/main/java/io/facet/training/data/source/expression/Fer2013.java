package io.facet.training.data.source.expression;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;

/** FER2013 as published, in one table. The private test is the one that papers report. */
public final class Fer2013 implements ListedSet {
    static final Map<String, String> USAGES = Map.of("train", "Training", "val", "PublicTest", "test", "PrivateTest");
    /** The set's numbers, from 0. */
    private static final List<String> NUMBERED =
            List.of("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral");

    @Override
    public Kind kind() {
        return Kind.FER2013;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "FER2013",
                "Goodfellow et al., \"Challenges in Representation Learning\", 2013",
                FerRows.TABLE + " with emotion, pixels and Usage",
                List.of(new Part("train", 28_709), new Part("val", 3589), new Part("test", 3589)),
                Expressions.names(),
                SetCard.FACEPTOR_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        List<Listed> samples = new ArrayList<>();
        for (FerRows.Row row : FerRows.read(
                files, files.require(FerRows.TABLE, "columns emotion, pixels and Usage"), USAGES.get(part))) {
            if (row != null) {
                samples.add(row.listed(() -> {
                    int number = Fields.whole(row.key(), "expression", row.emotion(), 0, NUMBERED.size() - 1);
                    return Expressions.known(part, NUMBERED.get(number));
                }));
            }
        }
        return samples;
    }
}
