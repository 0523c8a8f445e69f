package io.facet.training.data.faces;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.Sample;
import io.facet.training.data.image.Frames;
import io.facet.training.data.image.Frames.Placed;

/**
 * Finds the five points of the face that a labelled picture shows. A detector is made for faces in larger pictures, so the
 * picture is put, enlarged or shrunk, into a grey square; where nothing is found, more or less of the square is filled.
 * Any number of threads; the detector is not closed.
 */
public final class FaceLocator {
    /** The largest square; the detector is to be opened for it. */
    public static final int SQUARE = 320;

    /** Longest side of the picture in the square, by turns. */
    private static final List<Integer> LONGEST = List.of(224, 128, 304);

    /** Farther from where the face is expected, in longest sides of the picture, it is another's. */
    private static final double FARTHEST = 0.2;

    /** Smaller ones, in longest sides of the picture, are in the background. */
    private static final double SMALLEST = 0.2;

    /** Farther from labelled points, in distances of the eyes, a detection is not of the labelled face, or wrong. */
    private static final double LARGEST_ERROR = 0.25;

    private final FaceDetector detector;

    public FaceLocator(FaceDetector detector) {
        this.detector = detector;
    }

    /**
     * A face that was found.
     *
     * @param points in pixels of the picture
     * @param score of the detector
     */
    public record Found(FivePoints points, double score) {}

    public Optional<Found> find(Sample sample) {
        for (int longest : LONGEST) {
            Placed placed = Frames.placed(sample.image(), longest, SQUARE);
            Optional<Found> nearest = detector.detect(List.of(Frames.of(placed.image()))).get(0).stream()
                    .filter(face -> Math.max(face.box().width(), face.box().height()) >= SMALLEST * longest)
                    .map(face -> inPicture(face, placed))
                    .filter(found -> distance(found, sample) <= 1)
                    .min(Comparator.comparingDouble(found -> distance(found, sample)));
            if (nearest.isPresent()) {
                return nearest;
            }
        }
        return Optional.empty();
    }

    private static Found inPicture(Detection face, Placed placed) {
        List<Point> points = face.points().asList().stream()
                .map(point -> new Point(
                        (point.x() - placed.left()) * placed.scaleX(), (point.y() - placed.top()) * placed.scaleY()))
                .toList();
        return new Found(FivePoints.of(points), face.score());
    }

    /** How far a face is from the one expected; above 1 it is not that one. */
    private static double distance(Found found, Sample sample) {
        Optional<FivePoints> known = MeanPoints.labelled(sample.targets());
        if (known.isPresent()) {
            FivePoints labelled = known.get();
            double eyes = distance(labelled.leftEye(), labelled.rightEye());
            return error(found.points(), labelled) / (LARGEST_ERROR * eyes);
        }
        int width = sample.image().width();
        int height = sample.image().height();
        Point middle = new Point(width / 2.0, height / 2.0);
        return distance(mean(found.points()), middle) / (FARTHEST * Math.max(width, height));
    }

    private static double error(FivePoints found, FivePoints labelled) {
        double sum = 0;
        for (int i = 0; i < 5; i++) {
            sum += distance(found.asList().get(i), labelled.asList().get(i));
        }
        return sum / 5;
    }

    private static Point mean(FivePoints points) {
        double x = 0;
        double y = 0;
        for (Point point : points.asList()) {
            x += point.x() / 5;
            y += point.y() / 5;
        }
        return new Point(x, y);
    }

    private static double distance(Point one, Point other) {
        return Math.hypot(one.x() - other.x(), one.y() - other.y());
    }
}
