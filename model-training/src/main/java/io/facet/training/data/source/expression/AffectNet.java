package io.facet.training.data.source.expression;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.CommaTable;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * AffectNet, the part annotated by people, in either layout: {@code training.csv} and {@code validation.csv} with
 * {@code Manually_Annotated_Images}, or {@code train_set} and {@code val_set} with NumPy files. Pictures of no expression,
 * none of the eight, or no face are no samples. Samples have the 68 points of the set, which a program found, the vector
 * {@value #VALENCE_AROUSAL}, and in the first layout the face's box.
 */
public final class AffectNet implements ListedSet {
    /** Vector of valence and arousal, each in [-1, 1]. */
    public static final String VALENCE_AROUSAL = "valence_arousal";

    /** The set's numbers, from 0; 8 to 10 are none, uncertain, no face. */
    private static final List<String> NUMBERED =
            List.of("neutral", "happy", "sad", "surprise", "fear", "disgust", "angry", Expressions.CONTEMPT);

    private static final int LAST_NUMBER = 10;
    private static final int POINTS = 68;
    private static final String PICTURE = "subDirectory_filePath";
    private static final List<String> COLUMNS = List.of(
            PICTURE,
            "face_x",
            "face_y",
            "face_width",
            "face_height",
            "facial_landmarks",
            "expression",
            "valence",
            "arousal");

    @Override
    public Kind kind() {
        return Kind.AFFECTNET;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "AffectNet",
                "Mollahosseini et al., \"AffectNet: A Database for Facial Expression, Valence, and Arousal Computing in the Wild\", 2019",
                "training.csv, validation.csv, Manually_Annotated_Images; or train_set and val_set, in each: images/0.jpg, "
                        + "annotations/0_exp.npy, 0_val.npy, 0_aro.npy, 0_lnd.npy",
                List.of(
                        new Part("train", 283_901),
                        new Part("val", 3500),
                        Expressions.eight("train", 287_651),
                        Expressions.eight("val", 4000)),
                List.of(FaceLabels.EXPRESSION, FaceLabels.EXPRESSION_8, "ibug-68", VALENCE_AROUSAL, Points.BOX),
                SetCard.FACEPTOR_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        boolean train = Expressions.seven(part).equals("train");
        String folder = train ? "/train_set/images/" : "/val_set/images/";
        List<StoredFile> pictures = files.pictures(name -> name.contains(folder));
        return pictures.isEmpty()
                ? tabled(files, part, train ? "training.csv" : "validation.csv")
                : annotated(files, part, pictures);
    }

    private static List<Listed> tabled(SetFiles files, String part, String name) throws IOException {
        List<Listed> samples = new ArrayList<>();
        StoredFile file = files.require(name, "columns " + PICTURE + " and expression");
        try (CommaTable table = CommaTable.open(files, file, List.of(PICTURE, "expression"), COLUMNS)) {
            for (CommaTable.Row row = table.next(); row != null; row = table.next()) {
                CommaTable.Row fields = row;
                if (isSample(part, row.get("expression"))) {
                    String picture = row.get(PICTURE);
                    samples.add(files.listed(
                            List.of("Manually_Annotated_Images/" + picture, picture), () -> known(part, fields)));
                }
            }
        }
        return samples;
    }

    /** Whether it may be a sample: what is no number becomes one, to be skipped by name. */
    private static boolean isSample(String part, String field) {
        return !field.matches("\\d{1,2}") || isSample(part, Integer.parseInt(field));
    }

    private static boolean isSample(String part, int number) {
        return number > LAST_NUMBER || number < NUMBERED.size() && Expressions.has(part, NUMBERED.get(number));
    }

    private static Listed.Known known(String part, CommaTable.Row row) throws UnreadableSampleException {
        String key = row.get(PICTURE);
        int number = Fields.whole(key, "expression", row.get("expression"), 0, NUMBERED.size() - 1);
        Map<String, float[]> vectors = new HashMap<>();
        if (!row.get("valence").isEmpty() && !row.get("arousal").isEmpty()) {
            vectors.put(VALENCE_AROUSAL, numbers(key, row, "valence", "arousal"));
        }
        if (!row.get("face_width").isEmpty()) {
            vectors.put(Points.BOX, numbers(key, row, "face_x", "face_y", "face_width", "face_height"));
        }
        String[] fields = row.get("facial_landmarks").split(";");
        float[] points = fields.length == 2 * POINTS ? Fields.points(key, fields, 0, POINTS, Fields.FROM_ZERO) : null;
        return new Listed.Known(Expressions.labels(part, NUMBERED.get(number)), new Targets(points, null, vectors));
    }

    private static float[] numbers(String key, CommaTable.Row row, String... columns) throws UnreadableSampleException {
        float[] numbers = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            numbers[i] = (float) Fields.number(key, columns[i], row.get(columns[i]));
        }
        return numbers;
    }

    /** Expressions lie in a file each, which is read here: which samples a part has depends on them. */
    private static List<Listed> annotated(SetFiles files, String part, List<StoredFile> pictures) throws IOException {
        List<Listed> samples = new ArrayList<>();
        for (StoredFile picture : pictures) {
            int number;
            try {
                number = (int) numbers(files, picture, "exp", 1)[0];
            } catch (UnreadableSampleException e) {
                samples.add(files.listed(picture, () -> {
                    throw new UnreadableSampleException(files.key(picture), e.getMessage(), e);
                }));
                continue;
            }
            if (isSample(part, number)) {
                samples.add(files.listed(picture, () -> known(files, part, picture, number)));
            }
        }
        return samples;
    }

    private static Listed.Known known(SetFiles files, String part, StoredFile picture, int number)
            throws IOException, UnreadableSampleException {
        if (number < 0 || number >= NUMBERED.size()) {
            throw new UnreadableSampleException(
                    files.key(picture),
                    "expected expression in 0 to %d, found %d".formatted(NUMBERED.size() - 1, number));
        }
        double[] landmarks = numbers(files, picture, "lnd", 2 * POINTS);
        float[] points = new float[landmarks.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = (float) (landmarks[i] - Fields.FROM_ZERO);
        }
        float[] mood = {(float) numbers(files, picture, "val", 1)[0], (float) numbers(files, picture, "aro", 1)[0]};
        return new Listed.Known(
                Expressions.labels(part, NUMBERED.get(number)),
                new Targets(points, null, Map.of(VALENCE_AROUSAL, mood)));
    }

    private static double[] numbers(SetFiles files, StoredFile picture, String what, int count)
            throws IOException, UnreadableSampleException {
        String name = picture.stem().replaceFirst("(^|/)images/(?!.*/)", "$1annotations/") + "_" + what + ".npy";
        Optional<StoredFile> file = files.find(name);
        if (file.isEmpty()) {
            throw new UnreadableSampleException(
                    files.key(picture), "expected %s/%s, found none".formatted(files.where(), name));
        }
        double[] numbers = NpyNumbers.read(files.key(file.get()), files.read(file.get()));
        if (numbers.length != count) {
            throw new UnreadableSampleException(
                    files.key(file.get()), "expected %d numbers, found %d".formatted(count, numbers.length));
        }
        return numbers;
    }
}
