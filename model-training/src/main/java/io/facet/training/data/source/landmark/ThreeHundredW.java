package io.facet.training.data.source.landmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.facet.training.data.DataSpec.Kind;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.ListedSet;
import io.facet.training.data.source.Points;
import io.facet.training.data.source.SetCard;
import io.facet.training.data.source.SetCard.Part;
import io.facet.training.data.source.SetFiles;
import io.facet.training.data.source.StoredFile;
import io.facet.vision.landmark.LandmarkScheme;

/** 300-W with the splits that papers report: Ren et al., "Face Alignment at 3000 FPS", 2014. */
public final class ThreeHundredW implements ListedSet {
    private static final String LANDMARKS = LandmarkScheme.IBUG_68.name();

    @Override
    public Kind kind() {
        return Kind.W300;
    }

    @Override
    public SetCard card() {
        return new SetCard(
                "300-W",
                "Sagonas et al., \"300 Faces In-The-Wild Challenge\", 2013",
                "afw, helen/trainset, helen/testset, lfpw/trainset, lfpw/testset, ibug, 01_Indoor, 02_Outdoor: pictures with .pts",
                List.of(
                        new Part("train", 3148),
                        new Part("common", 554),
                        new Part("challenging", 135),
                        new Part("full", 689),
                        new Part("private", 600)),
                List.of(LANDMARKS),
                SetCard.FARL_ALIGNMENT);
    }

    @Override
    public List<Listed> list(SetFiles files, String part) {
        Predicate<String> path = path(part);
        // Some copies have a mirrored twin beside each picture.
        return files.pictures(name -> path.test(name) && !name.contains("_mirror.")).stream()
                .map(picture -> files.listed(picture, () -> points(files, picture)))
                .toList();
    }

    private static Predicate<String> path(String part) {
        return switch (part) {
            case "train" -> in("/afw/", "/helen/trainset/", "/lfpw/trainset/");
            case "common" -> in("/helen/testset/", "/lfpw/testset/");
            case "challenging" -> in("/ibug/");
            case "full" -> in("/helen/testset/", "/lfpw/testset/", "/ibug/");
            default -> in("/01_indoor/", "/02_outdoor/");
        };
    }

    private static Predicate<String> in(String... folders) {
        return name -> List.of(folders).stream().anyMatch(name::contains);
    }

    private static Listed.Known points(SetFiles files, StoredFile picture)
            throws IOException, UnreadableSampleException {
        String name = picture.stem() + ".pts";
        Optional<StoredFile> file = files.find(name);
        if (file.isEmpty()) {
            throw new UnreadableSampleException(
                    files.key(picture), "expected its points in %s/%s, found none".formatted(files.where(), name));
        }
        String text = new String(files.read(file.get()), StandardCharsets.US_ASCII);
        float[] points = Points.pts(files.key(file.get()), text, LandmarkScheme.IBUG_68.count());
        return Listed.Known.targets(new Targets(points, null, Map.of()));
    }
}
