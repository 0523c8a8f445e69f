package io.facet.training.data.source.attribute;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * CelebA, aligned and cropped. Where {@code list_landmarks_align_celeba.txt} is there, samples have the five points that
 * FaRL aligns by; where {@code identity_CelebA.txt} is there, the person, from 1.
 */
public final class CelebA implements ListedSet {
    private static final String ATTRIBUTES = "list_attr_celeba.txt";
    private static final String PARTITION = "list_eval_partition.txt";
    private static final String LANDMARKS = "list_landmarks_align_celeba.txt";
    private static final String IDENTITY = "identity_CelebA.txt";
    private static final int COUNT = FaceLabels.ATTRIBUTES.size();
    private static final List<String> PARTS = List.of("train", "val", "test");

    @Override
    public Kind kind() {
        return Kind.CELEBA;
    }

    @Override
    public SetCard card() {
        List<String> labels = new ArrayList<>(FortyAttributes.names());
        labels.addAll(List.of(FaceLabels.IDENTITY, Points.FIVE));
        return new SetCard(
                "CelebA",
                "Liu et al., \"Deep Learning Face Attributes in the Wild\", 2015",
                "img_align_celeba/*.jpg, %s, %s; %s, %s where there"
                        .formatted(ATTRIBUTES, PARTITION, LANDMARKS, IDENTITY),
                List.of(new Part("train", 162_770), new Part("val", 19_867), new Part("test", 19_962)),
                labels,
                SetCard.FARL_ATTRIBUTES);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) throws IOException {
        StoredFile table = files.require(ATTRIBUTES, "a header of %d names".formatted(COUNT));
        StoredFile partition = files.require(PARTITION, "a picture and 0, 1 or 2 on each line");
        List<String> lines = files.lines(table);
        requireHeader(files, lines);
        Map<String, String[]> attributes = byPicture(lines);
        Map<String, String[]> points = optional(files, LANDMARKS);
        Map<String, String[]> people = optional(files, IDENTITY);
        String wanted = String.valueOf(PARTS.indexOf(part));
        List<Listed> samples = new ArrayList<>();
        for (String line : files.lines(partition)) {
            String[] fields = line.split("\\s+");
            if (fields.length == 2 && fields[1].equals(wanted)) {
                String name = fields[0];
                Row row = new Row(name, attributes.get(name), points.get(name), people.get(name));
                samples.add(listed(files, row));
            }
        }
        return samples;
    }

    private static void requireHeader(SetFiles files, List<String> lines) {
        // The number of pictures is on the first line, in some copies missing.
        for (String line : lines.subList(0, Math.min(2, lines.size()))) {
            if (List.of(line.split("\\s+")).equals(FaceLabels.ATTRIBUTES)) {
                return;
            }
        }
        throw new UserError("data set: expected %s/%s with a header of %d names, 5_o_Clock_Shadow to Young, found %s"
                .formatted(files.where(), ATTRIBUTES, COUNT, lines.isEmpty() ? "nothing" : "another"));
    }

    private static Map<String, String[]> optional(SetFiles files, String name) throws IOException {
        Optional<StoredFile> file = files.find(name);
        return file.isPresent() ? byPicture(files.lines(file.get())) : Map.of();
    }

    private static Map<String, String[]> byPicture(List<String> lines) {
        Map<String, String[]> rows = new HashMap<>();
        for (String line : lines) {
            String[] fields = line.split("\\s+");
            if (fields.length > 1) {
                rows.put(fields[0], fields);
            }
        }
        return rows;
    }

    private static Listed listed(SetFiles files, Row row) {
        List<String> places =
                List.of("img_align_celeba/" + row.name, "img_align_celeba_png/" + row.name.replace(".jpg", ".png"));
        return files.listed(places, row::known);
    }

    /**
     * What the tables say of a picture.
     *
     * @param attributes name and 40 fields of 1 or -1
     * @param points name and ten fields; null where there are none
     * @param person name and a field; null where there is none
     */
    private record Row(String name, String[] attributes, String[] points, String[] person) {
        Listed.Known known() throws UnreadableSampleException {
            if (attributes == null || attributes.length != COUNT + 1) {
                throw new UnreadableSampleException(
                        name,
                        "expected %d attributes, found %d"
                                .formatted(COUNT, attributes == null ? 0 : attributes.length - 1));
            }
            boolean[] values = new boolean[COUNT];
            for (int i = 0; i < COUNT; i++) {
                values[i] = Fields.whole(name, FaceLabels.ATTRIBUTES.get(i), attributes[i + 1], -1, 1) == 1;
            }
            Map<String, Double> labels = FortyAttributes.labels(values);
            if (person != null) {
                int number = Fields.whole(name, FaceLabels.IDENTITY, person[1], 0, Integer.MAX_VALUE);
                labels.put(FaceLabels.IDENTITY, (double) number);
            }
            return new Listed.Known(labels, targets());
        }

        private Targets targets() throws UnreadableSampleException {
            if (points == null || points.length != 11) {
                return Targets.NONE;
            }
            float[] five = Fields.points(name, points, 1, 5, Fields.FROM_ZERO);
            return new Targets(null, null, Map.of(Points.FIVE, five));
        }
    }
}
