package io.facet.training.data.source.age;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Sha256;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.CommaTable;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * MORPH II by the protocol of 80 % and 20 % with no subject in both (Chang et al., "Ordinal Hyperplanes Ranker with Cost
 * Sensitivities for Age Estimation", 2011, and the papers after it). No list of it is published: lists of one's own,
 * {@code morph2_train.csv} and {@code morph2_test.csv} (pictures in the column {@code file} or a first one without a name,
 * {@code race} where known), are taken where they are; else the hash of the subject's number puts a fifth of the subjects
 * in the test. Subject, gender and age are in a picture's name: {@code 123456_01M34.jpg}.
 */
public final class MorphTwo implements ListedSet {
    private static final Pattern NAME =
            Pattern.compile("(?:.*/)?(\\d+)_(\\d+)([MF])(\\d+)\\.\\w+", Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> RACES =
            Map.of("W", "White", "B", "Black", "A", "Asian", "H", "other", "O", "other");
    private static final double TEST_SHARE = 0.2;

    @Override
    public Kind kind() {
        return Kind.MORPH2;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "MORPH II",
                "Ricanek and Tesafaye, \"MORPH: A Longitudinal Image Database of Normal Adult Age-Progression\", 2006",
                "*/123456_01M34.jpg; morph2_train.csv and morph2_test.csv where there",
                List.of(new Part("train", 0), new Part("test", 0)),
                List.of(FaceLabels.AGE, FaceLabels.GENDER, FaceLabels.RACE),
                SetCard.FACEPTOR_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        Optional<StoredFile> list = files.find("morph2_%s.csv".formatted(part));
        return list.isPresent() ? listed(files, list.get()) : divided(files, part);
    }

    private static List<Listed> listed(SetFiles files, StoredFile list) throws IOException {
        List<Listed> samples = new ArrayList<>();
        try (CommaTable table = CommaTable.open(files, list, List.of())) {
            for (CommaTable.Row row = table.next(); row != null; row = table.next()) {
                String name = table.has("file") ? row.get("file") : row.get("");
                String race = row.get("race");
                samples.add(grouped(files.listed(List.of(name), () -> known(name, race)), name));
            }
        }
        return samples;
    }

    private static List<Listed> divided(SetFiles files, String part) {
        List<Listed> samples = new ArrayList<>();
        for (StoredFile picture : files.pictures(name -> NAME.matcher(name).matches())) {
            Matcher name = NAME.matcher(picture.name());
            if (name.matches() && isTest(name.group(1)) == part.equals("test")) {
                samples.add(grouped(files.listed(picture, () -> known(picture.name(), "")), picture.name()));
            }
        }
        return samples;
    }

    private static boolean isTest(String subject) {
        return (Sha256.bits(0, subject) >>> 11) * 0x1.0p-53 < TEST_SHARE;
    }

    private static Listed grouped(Listed sample, String picture) {
        Matcher name = NAME.matcher(picture);
        return name.matches() ? sample.in(name.group(1)) : sample;
    }

    private static Listed.Known known(String picture, String race) throws UnreadableSampleException {
        Matcher name = NAME.matcher(picture);
        if (!name.matches()) {
            throw new UnreadableSampleException(picture, "expected a name like 123456_01M34.jpg");
        }
        Map<String, Double> labels = new HashMap<>();
        labels.put(FaceLabels.AGE, (double) Fields.whole(picture, "age", name.group(4), 0, FaceLabels.MAX_AGE));
        labels.put(FaceLabels.GENDER, name.group(3).equalsIgnoreCase("M") ? 0.0 : 1.0);
        String group = RACES.get(race.toUpperCase(Locale.ROOT));
        if (group != null) {
            labels.put(FaceLabels.RACE, (double) FaceLabels.RACES.indexOf(group));
        }
        return Listed.Known.labels(labels);
    }
}
