package io.facet.training.data.faces;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import io.facet.domain.UserError;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.SampleSource;
import io.facet.training.data.Targets;
import io.facet.training.data.UnreadableSampleException;
import io.facet.training.data.source.Points;
import io.facet.vision.landmark.LandmarkScheme;

/**
 * Where the five points lie in the pictures of a set on average: sets are cut to the face, so this is the best guess where
 * a detector finds nothing.
 *
 * @param points in shares of a picture's width and height
 * @param found faces that were averaged
 */
public record MeanPoints(List<Point> points, int found) {
    /** Pictures looked at, spread over the set. */
    private static final int PICTURES = 200;

    /** Averages what is found in some pictures; always the same ones. */
    public static MeanPoints of(String set, SampleSource source, FaceLocator locator) {
        double[] sums = new double[10];
        int found = 0;
        int pictures = Math.min(PICTURES, source.size());
        for (int i = 0; i < pictures; i++) {
            Optional<FivePoints> points = found(source, (int) ((long) i * source.size() / pictures), locator);
            if (points.isPresent()) {
                add(points.get(), sums);
                found++;
            }
        }
        if (found == 0) {
            throw new UserError("set %s: expected faces, found none in %d pictures".formatted(set, pictures));
        }
        List<Point> means = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            means.add(new Point(sums[2 * i] / found, sums[2 * i + 1] / found));
        }
        return new MeanPoints(means, found);
    }

    private static Optional<FivePoints> found(SampleSource source, int index, FaceLocator locator) {
        try {
            Sample sample = source.read(index);
            return labelled(sample.targets())
                    .or(() -> locator.find(sample).map(FaceLocator.Found::points))
                    .map(points -> shares(points, sample.image()));
        } catch (UnreadableSampleException e) {
            // It is counted and named when its turn comes.
            return Optional.empty();
        }
    }

    /** The five points that the set itself gives, as such or by landmarks of any scheme. */
    public static Optional<FivePoints> labelled(Targets targets) {
        float[] five = targets.vectors().get(Points.FIVE);
        if (five != null) {
            return Optional.of(FivePoints.of(IntStream.range(0, five.length / 2)
                    .mapToObj(i -> new Point(five[2 * i], five[2 * i + 1]))
                    .toList()));
        }
        float[] landmarks = targets.landmarks();
        return landmarks == null
                ? Optional.empty()
                : LandmarkScheme.of(landmarks.length / 2).map(scheme -> scheme.five(landmarks));
    }

    private static FivePoints shares(FivePoints points, RgbImage image) {
        return FivePoints.of(points.asList().stream()
                .map(point -> new Point(point.x() / image.width(), point.y() / image.height()))
                .toList());
    }

    private static void add(FivePoints points, double[] sums) {
        for (int i = 0; i < 5; i++) {
            sums[2 * i] += points.asList().get(i).x();
            sums[2 * i + 1] += points.asList().get(i).y();
        }
    }

    /** The points in a picture of that size. */
    public FivePoints in(RgbImage image) {
        return FivePoints.of(points.stream()
                .map(point -> new Point(point.x() * image.width(), point.y() * image.height()))
                .toList());
    }
}
