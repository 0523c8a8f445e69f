package io.facet.training.evaluate.task;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.evaluate.task.Figure.Better;
import io.facet.vision.score.DetectionScore;
import io.facet.vision.score.FaceSizes;
import io.facet.vision.score.FoundFace;
import io.facet.vision.score.OperatingPoint;
import io.facet.vision.score.TrueFace;

/** Faces that were found in pictures, beside those that are there. */
final class DetectionTally implements Tally<DetectionTally.Picture> {
    static final double OVERLAP = 0.5;
    private static final double USEFUL_SIDE = 32;
    private static final double[] SIZES = {0, 16, 32, 64, 128, Double.POSITIVE_INFINITY};

    private final double threshold;
    private final DetectionScore score = new DetectionScore(OVERLAP);
    private int pictures;

    /** What is in one picture, and what was found there. */
    record Picture(List<TrueFace> there, List<FoundFace> found) {
        /** How many faces are missed or false. */
        double faults(double threshold) {
            DetectionScore alone = new DetectionScore(OVERLAP);
            alone.add(there, found);
            OperatingPoint point = alone.at(threshold, FaceSizes.ALL);
            return point.truths() - point.hits() + point.falseAlarms();
        }
    }

    /**
     * What was found of faces of similar sizes.
     *
     * @param name their sides in pixels
     * @param point at the threshold
     */
    record Size(String name, OperatingPoint point) {}

    /** @param threshold detections from this score on count as faces */
    DetectionTally(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public void add(Picture picture) {
        score.add(picture.there(), picture.found());
        pictures++;
    }

    @Override
    public int faces() {
        return pictures;
    }

    /** One point for each score. */
    List<OperatingPoint> curve() {
        return score.curve(FaceSizes.ALL);
    }

    /** From the smallest. */
    List<Size> bySize() {
        List<Size> sizes = new ArrayList<>();
        for (int i = 0; i + 1 < SIZES.length; i++) {
            sizes.add(new Size(name(i), score.at(threshold, new FaceSizes(SIZES[i], SIZES[i + 1]))));
        }
        return sizes;
    }

    private static String name(int size) {
        return Double.isInfinite(SIZES[size + 1])
                ? "from %.0f".formatted(SIZES[size])
                : "%.0f-%.0f".formatted(SIZES[size], SIZES[size + 1]);
    }

    @Override
    public List<Figure> figures() {
        FaceSizes useful = FaceSizes.from(USEFUL_SIDE);
        OperatingPoint all = score.at(threshold, FaceSizes.ALL);
        OperatingPoint large = score.at(threshold, useful);
        return List.of(
                Figure.share("AP", score.averagePrecision(FaceSizes.ALL), Better.HIGHER),
                Figure.share("AP, 11 points", score.elevenPointPrecision(FaceSizes.ALL), Better.HIGHER),
                Figure.share("AP, faces from 32 px", score.averagePrecision(useful), Better.HIGHER),
                Figure.share("recall", all.recall(), Better.HIGHER),
                Figure.share("precision", all.precision(), Better.HIGHER),
                Figure.share("recall, faces from 32 px", large.recall(), Better.HIGHER),
                Figure.share("precision, faces from 32 px", large.precision(), Better.HIGHER));
    }

    @Override
    public List<Figure> details() {
        List<Figure> details = new ArrayList<>();
        for (Size size : bySize()) {
            details.add(Figure.share(
                    "recall, sides %s px".formatted(size.name()), size.point().recall(), Better.HIGHER));
            details.add(Figure.share(
                    "precision, sides %s px".formatted(size.name()),
                    size.point().precision(),
                    Better.HIGHER));
        }
        return details;
    }
}
