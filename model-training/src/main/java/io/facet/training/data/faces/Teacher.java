package io.facet.training.data.faces;

import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.facet.domain.UserError;
import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.SessionSettings;
import io.facet.training.data.ClassMap;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.image.Frames;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * What a bundle's heads say of a face, to learn from: identity, 68 landmarks and parsing, those of the three that are asked for. Identity
 * and landmarks are averaged over the crop and its mirror image. Any number of threads. Owns the sessions, which live in
 * native memory until {@link #close}.
 */
public final class Teacher implements AutoCloseable {
    /** What can be learnt from a bundle. */
    static final Set<HeadTask> HEADS =
            Collections.unmodifiableSet(EnumSet.of(HeadTask.IDENTITY, HeadTask.LANDMARKS, HeadTask.PARSING));

    private static final int SIDE = AlignmentTemplates.FACET_224.size();
    /** In pixels. */
    private static final double TOLERANCE = 0.01;

    private static final CropTransform UNMOVED = new CropTransform(1, 0, 0, 0);

    private final FaceAligner canonical = new FaceAligner(AlignmentTemplates.FACET_224);
    private final String name;
    /** Identity and landmarks; null where the bundle has neither. */
    private final FaceAnalyzer averaged;
    /** Null where the bundle has no such head. */
    private final FaceAnalyzer identity;
    /** Null where the bundle has no such head. */
    private final FaceAnalyzer parsing;

    private Teacher(Bundle bundle, Set<HeadTask> heads) {
        this.name = bundle.manifest().id() + " " + heads;
        this.averaged = open(bundle, common(heads, Set.of(HeadTask.IDENTITY, HeadTask.LANDMARKS)));
        this.identity = open(bundle, common(heads, Set.of(HeadTask.IDENTITY)));
        this.parsing = open(bundle, common(heads, Set.of(HeadTask.PARSING)));
    }

    /**
     * Opens a bundle; refuses one whose faces are aligned in another way, and one without a head that is asked for.
     *
     * @param heads of {@link #HEADS}
     */
    public static Teacher open(Path folder, Set<HeadTask> heads) {
        try {
            Bundle bundle = Bundle.open(folder);
            if (!isCanonical(bundle.manifest().alignment())) {
                throw new UserError("teacher %s: expected faces aligned to %s, found %s"
                        .formatted(
                                folder,
                                AlignmentTemplates.FACET_224,
                                bundle.manifest().alignment()));
            }
            for (HeadTask task : heads) {
                requireHead(folder, bundle, task);
            }
            return new Teacher(bundle, new TreeSet<>(heads));
        } catch (BundleException | InferenceException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** The numbers of a manifest went through text. */
    private static boolean isCanonical(AlignmentTemplate alignment) {
        List<Point> expected = AlignmentTemplates.FACET_224.points().asList();
        List<Point> found = alignment.points().asList();
        return alignment.size() == SIDE
                && IntStream.range(0, expected.size())
                        .allMatch(i -> Math.abs(expected.get(i).x()
                                                - found.get(i).x())
                                        < TOLERANCE
                                && Math.abs(expected.get(i).y() - found.get(i).y()) < TOLERANCE);
    }

    private static void requireHead(Path folder, Bundle bundle, HeadTask task) {
        if (!HEADS.contains(task)) {
            throw new UserError("teacher %s: expected heads of %s, found %s".formatted(folder, HEADS, task));
        }
        HeadSpec head = bundle.manifest()
                .head(task)
                .orElseThrow(() ->
                        new UserError("teacher %s: expected a head for %s, found none".formatted(folder, task.key())));
        if (task == HeadTask.LANDMARKS && !LandmarkScheme.IBUG_68.name().equals(head.scheme())) {
            throw new UserError("teacher %s: expected landmarks of %s, found %s"
                    .formatted(folder, LandmarkScheme.IBUG_68.name(), head.scheme()));
        }
    }

    private static Set<HeadTask> common(Set<HeadTask> asked, Set<HeadTask> possible) {
        return asked.stream().filter(possible::contains).collect(Collectors.toSet());
    }

    private static FaceAnalyzer open(Bundle bundle, Set<HeadTask> tasks) {
        return tasks.isEmpty() ? null : FaceAnalyzer.open(bundle, tasks, SessionSettings.singleThread());
    }

    /** Name and version of the bundle. */
    String name() {
        return name;
    }

    /**
     * What is said of a face.
     *
     * @param identity of unit length
     * @param landmarks x and y in turn, in pixels of the stored crop
     * @param mask of the stored crop, in the order of {@link FaceLabels#PARTS}
     */
    record Opinion(Optional<float[]> identity, Optional<float[]> landmarks, Optional<ClassMap> mask) {}

    /** @param crop canonical, of 224 pixels */
    Opinion of(AlignedCrop crop) {
        List<List<HeadResult>> pair = pair(averaged, crop);
        return new Opinion(
                meanIdentity(pair),
                meanLandmarks(pair),
                parsing == null
                        ? Optional.empty()
                        : one(
                                        HeadResult.Parsing.class,
                                        parsing.analyze(List.of(unmoved(crop.rgb())))
                                                .get(0))
                                .map(Teacher::mask));
    }

    /**
     * The identity alone; empty where the bundle has no such head.
     *
     * @param stored a stored crop
     */
    Optional<float[]> identity(RgbImage stored) {
        return meanIdentity(pair(identity, canonical(stored)));
    }

    /**
     * The 68 landmarks alone, x and y in turn, in pixels of the stored crop; empty where the bundle has no such head.
     *
     * @param stored a stored crop
     */
    public Optional<float[]> landmarks(RgbImage stored) {
        return meanLandmarks(pair(averaged, canonical(stored)));
    }

    private AlignedCrop canonical(RgbImage stored) {
        return canonical.align(Frames.of(stored), CropFrame.TEMPLATE.points());
    }

    /** Results of a crop and of its mirror image. */
    private static List<List<HeadResult>> pair(FaceAnalyzer analyzer, AlignedCrop crop) {
        return analyzer == null
                ? List.of(List.of(), List.of())
                : analyzer.analyze(List.of(unmoved(crop.rgb()), unmoved(mirrored(crop.rgb()))));
    }

    /** Coordinates come back in source pixels; here, the crop is the source. */
    private static AlignedCrop unmoved(byte[] rgb) {
        return new AlignedCrop(rgb, SIDE, UNMOVED);
    }

    private static byte[] mirrored(byte[] rgb) {
        byte[] mirrored = new byte[rgb.length];
        for (int row = 0; row < rgb.length; row += SIDE) {
            for (int column = 0; column < SIDE; column++) {
                mirrored[row + SIDE - 1 - column] = rgb[row + column];
            }
        }
        return mirrored;
    }

    private static Optional<float[]> meanIdentity(List<List<HeadResult>> pair) {
        Optional<HeadResult.Identity> seen = one(HeadResult.Identity.class, pair.get(0));
        Optional<HeadResult.Identity> mirrored = one(HeadResult.Identity.class, pair.get(1));
        if (seen.isEmpty() || mirrored.isEmpty()) {
            return Optional.empty();
        }
        float[] one = seen.get().embedding();
        float[] other = mirrored.get().embedding();
        float[] sum = new float[one.length];
        double squares = 0;
        for (int i = 0; i < sum.length; i++) {
            sum[i] = one[i] + other[i];
            squares += (double) sum[i] * sum[i];
        }
        if (squares == 0) {
            return Optional.empty();
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (sum[i] / Math.sqrt(squares));
        }
        return Optional.of(sum);
    }

    private static Optional<float[]> meanLandmarks(List<List<HeadResult>> pair) {
        Optional<float[]> seen = one(HeadResult.Landmarks.class, pair.get(0)).map(Teacher::stored);
        Optional<float[]> mirrored = one(HeadResult.Landmarks.class, pair.get(1))
                .map(Teacher::stored)
                .map(points -> LandmarkScheme.IBUG_68.mirrored(points, CropFrame.SIDE));
        if (seen.isEmpty() || mirrored.isEmpty()) {
            return Optional.empty();
        }
        float[] mean = seen.get();
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (mean[i] + mirrored.get()[i]) / 2;
        }
        return Optional.of(mean);
    }

    private static float[] stored(HeadResult.Landmarks landmarks) {
        float[] stored = new float[2 * landmarks.points().size()];
        for (int i = 0; i < landmarks.points().size(); i++) {
            Point point = CropFrame.fromCanonical(landmarks.points().get(i));
            stored[2 * i] = (float) point.x();
            stored[2 * i + 1] = (float) point.y();
        }
        return stored;
    }

    /** In our order of classes; what we have no class for is unknown. */
    private static ClassMap mask(HeadResult.Parsing parsing) {
        byte[] numbers = new byte[parsing.labels().size()];
        for (int i = 0; i < numbers.length; i++) {
            int number = FaceLabels.PARTS.indexOf(parsing.labels().get(i));
            numbers[i] = number < 0 ? ClassMap.UNKNOWN : (byte) number;
        }
        byte[] classes = new byte[parsing.mask().length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = numbers[parsing.mask()[i] & 0xFF];
        }
        return CropFrame.fromCanonical(new ClassMap(parsing.size(), FaceLabels.PARTS.size(), classes));
    }

    private static <R extends HeadResult> Optional<R> one(Class<R> type, List<HeadResult> results) {
        return results.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    @Override
    public void close() {
        for (FaceAnalyzer analyzer : new FaceAnalyzer[] {averaged, identity, parsing}) {
            if (analyzer != null) {
                analyzer.close();
            }
        }
    }
}
