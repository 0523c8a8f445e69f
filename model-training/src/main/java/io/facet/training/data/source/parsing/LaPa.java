package io.facet.training.data.source.parsing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.data.ClassMap;
import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.image.ImageDecoder;
import io.facet.training.data.source.Fields;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;

/**
 * LaPa. Left and right of its classes are those of the picture. Its 106 points, which have no scheme here, give the five
 * points that FaRL aligns its faces by: both pupils (104, 105), the nose's tip (54) and the mouth's corners (84, 90).
 */
public final class LaPa implements ListedSet {
    private static final int POINTS = 106;
    private static final int[] FIVE = {104, 105, 54, 84, 90};

    @Override
    public Kind kind() {
        return Kind.LAPA;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "LaPa",
                "Liu et al., \"A New Dataset and Boundary-Attention Semantic Segmentation for Face Parsing\", 2020",
                "train, val, test, in each: images/*.jpg, labels/*.png, landmarks/*.txt",
                List.of(new Part("train", 18_168), new Part("val", 2000), new Part("test", 2000)),
                List.of("mask of 11 classes", Points.FIVE),
                SetCard.FARL_PARSING);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) {
        String folder = "/" + part + "/images/";
        return files.pictures(name -> name.contains(folder)).stream()
                .map(picture -> files.listed(picture, () -> known(files, picture)))
                .toList();
    }

    private static Listed.Known known(SetFiles files, StoredFile picture)
            throws IOException, UnreadableSampleException {
        String key = files.key(picture);
        StoredFile labels = beside(files, picture, "labels", ".png");
        ClassMap mask = ImageDecoder.decodeClasses(key + " (mask)", files.read(labels), FaceLabels.PARTS_11.size());
        StoredFile landmarks = beside(files, picture, "landmarks", ".txt");
        String text = new String(files.read(landmarks), StandardCharsets.US_ASCII);
        String[] fields = text.strip().split("\\s+");
        if (fields.length != 2 * POINTS + 1) {
            throw new UnreadableSampleException(
                    key, "expected 106 and %d numbers, found %d".formatted(2 * POINTS, fields.length - 1));
        }
        float[] points = Fields.points(key, fields, 1, POINTS, Fields.FROM_ZERO);
        float[] five = new float[2 * FIVE.length];
        for (int i = 0; i < FIVE.length; i++) {
            five[2 * i] = points[2 * FIVE[i]];
            five[2 * i + 1] = points[2 * FIVE[i] + 1];
        }
        return Listed.Known.targets(new Targets(null, mask, Map.of(Points.FIVE, five)));
    }

    private static StoredFile beside(SetFiles files, StoredFile picture, String folder, String ending)
            throws UnreadableSampleException {
        int at = picture.stem().lastIndexOf("/images/");
        String name = picture.stem().substring(0, at + 1)
                + folder
                + picture.stem().substring(at + "/images".length())
                + ending;
        Optional<StoredFile> file = files.find(name);
        if (file.isEmpty()) {
            throw new UnreadableSampleException(
                    files.key(picture), "expected %s/%s, found none".formatted(files.where(), name));
        }
        return file.get();
    }
}
