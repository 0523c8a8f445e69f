package io.facet.training.data.source.expression;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/** RAF-DB with basic expressions, aligned; pictures as they were taken where no aligned ones are there. */
public final class RafDb implements ListedSet {
    private static final String LIST = "list_patition_label.txt";
    /** The set's numbers, from 1. */
    private static final List<String> NUMBERED =
            List.of("surprise", "fear", "disgust", "happy", "sad", "angry", "neutral");

    @Override
    public Kind kind() {
        return Kind.RAFDB;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "RAF-DB",
                "Li, Deng and Du, \"Reliable Crowdsourcing and Deep Locality-Preserving Learning for Expression Recognition in the Wild\", 2017",
                "basic/EmoLabel/" + LIST + ", basic/Image/aligned/train_00001_aligned.jpg",
                List.of(new Part("train", 12_271), new Part("test", 3068)),
                Expressions.names(),
                SetCard.FACEPTOR_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        StoredFile list = files.require(LIST, "a picture and a number from 1 to 7 on each line");
        List<Listed> samples = new ArrayList<>();
        for (String line : files.lines(list)) {
            if (line.startsWith(part + "_")) {
                samples.add(listed(files, part, line.split("\\s+")));
            }
        }
        return samples;
    }

    private static Listed listed(SetFiles files, String part, String[] fields) {
        String name = fields[0];
        String aligned = "aligned/" + name.replaceFirst("(\\.\\w+)$", "_aligned$1");
        return files.listed(
                List.of(aligned, "original/" + name), () -> known(part, name, fields.length > 1 ? fields[1] : ""));
    }

    private static Listed.Known known(String part, String name, String field) throws UnreadableSampleException {
        int number = Fields.whole(name, "expression", field, 1, NUMBERED.size());
        return Expressions.known(part, NUMBERED.get(number - 1));
    }
}
