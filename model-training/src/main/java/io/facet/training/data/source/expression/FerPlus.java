package io.facet.training.data.source.expression;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.source.CommaTable;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * FERPlus: the pictures of FER2013 and ten annotators' votes on each. Of the published modes this is majority: single votes
 * do not count; a picture without an expression that has more than half of the votes, or whose majority says unknown or no
 * face, is no sample. The votes that count, as shares in the order of {@link FaceLabels#EXPRESSIONS_8}, are the vector
 * {@value #VOTES}.
 *
 * <p>Pictures are in {@code fer2013.csv}, whose rows are those of the votes, or in the folders of the set's own tool.
 */
public final class FerPlus implements ListedSet {
    /** Vector of eight shares of votes, which add up to 1. */
    public static final String VOTES = "expression.votes";

    private static final String TABLE = "fer2013new.csv";
    private static final Map<String, String> FOLDERS =
            Map.of("train", "FER2013Train", "val", "FER2013Valid", "test", "FER2013Test");
    /** Columns in the order of {@link FaceLabels#EXPRESSIONS_8}, then those of no expression. */
    private static final List<String> COLUMNS = List.of(
            "anger", "disgust", "fear", "happiness", "neutral", "sadness", "surprise", "contempt", "unknown", "NF");

    private static final int EXPRESSIONS = FaceLabels.EXPRESSIONS_8.size();

    @Override
    public Kind kind() {
        return Kind.FERPLUS;
    }

    @Override
    public SetCard card() {
        List<Part> parts = new ArrayList<>();
        for (String part : List.of("train", "val", "test")) {
            parts.add(new Part(part, 0));
        }
        for (String part : List.of("train", "val", "test")) {
            parts.add(Expressions.eight(part, 0));
        }
        return new SetCard(
                "FERPlus",
                "Barsoum et al., \"Training Deep Networks for Facial Expression Recognition with Crowd-Sourced Label Distribution\", 2016",
                TABLE + " beside " + FerRows.TABLE + ", or FER2013Train, FER2013Valid, FER2013Test with fer0000000.png",
                parts,
                List.of(FaceLabels.EXPRESSION, FaceLabels.EXPRESSION_8, VOTES),
                SetCard.FACEPTOR_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        String seven = Expressions.seven(part);
        String usage = Fer2013.USAGES.get(seven);
        Optional<StoredFile> pixels = files.find(FerRows.TABLE);
        List<FerRows.Row> pictures = pixels.isPresent() ? FerRows.read(files, pixels.get(), usage) : List.of();
        List<Listed> samples = new ArrayList<>();
        List<String> required = new ArrayList<>(COLUMNS);
        required.add("Usage");
        StoredFile file = files.require(TABLE, "the votes");
        try (CommaTable votes = CommaTable.open(files, file, required)) {
            int number = 0;
            for (CommaTable.Row row = votes.next(); row != null; row = votes.next()) {
                if (row.get("Usage").equals(usage)) {
                    add(samples, files, part, row, pixels.isPresent() ? picture(files, pictures, number) : null);
                }
                number++;
            }
        }
        return samples;
    }

    private static FerRows.Row picture(SetFiles files, List<FerRows.Row> pictures, int number) {
        FerRows.Row row = number < pictures.size() ? pictures.get(number) : null;
        if (row == null) {
            throw new UserError("data set %s: expected row %d of %s and of %s to be of one usage, found others"
                    .formatted(files.where(), number + 1, TABLE, FerRows.TABLE));
        }
        return row;
    }

    private static void add(
            List<Listed> samples, SetFiles files, String part, CommaTable.Row row, FerRows.Row picture) {
        double[] votes = new double[COLUMNS.size()];
        for (int i = 0; i < votes.length; i++) {
            String field = row.get(COLUMNS.get(i));
            // A picture may have ten votes at most; one vote is none.
            votes[i] = field.matches("\\d{1,2}") && Integer.parseInt(field) > 1 ? Integer.parseInt(field) : 0;
        }
        int winner = winner(votes);
        if (winner < 0 || winner >= EXPRESSIONS || !Expressions.has(part, FaceLabels.EXPRESSIONS_8.get(winner))) {
            return;
        }
        Targets targets = new Targets(null, null, Map.of(VOTES, shares(votes)));
        Listed.Known known = new Listed.Known(Expressions.labels(part, FaceLabels.EXPRESSIONS_8.get(winner)), targets);
        String place = FOLDERS.get(Expressions.seven(part)) + "/" + row.get("Image name");
        samples.add(picture == null ? files.listed(List.of(place), () -> known) : picture.listed(() -> known));
    }

    /** The column with more than half of the votes; -1 if there is none. */
    private static int winner(double[] votes) {
        double sum = 0;
        int most = 0;
        for (int i = 0; i < votes.length; i++) {
            sum += votes[i];
            most = votes[i] > votes[most] ? i : most;
        }
        return votes[most] > sum / 2 ? most : -1;
    }

    private static float[] shares(double[] votes) {
        double sum = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            sum += votes[i];
        }
        float[] shares = new float[EXPRESSIONS];
        for (int i = 0; i < EXPRESSIONS; i++) {
            shares[i] = (float) (votes[i] / sum);
        }
        return shares;
    }
}
