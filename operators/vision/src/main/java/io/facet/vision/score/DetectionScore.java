package io.facet.vision.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

import io.facet.domain.face.Box;
import io.facet.vision.geometry.BoxOverlap;

/**
 * Scores a detector on any number of pictures.
 *
 * <p>In each picture the detections, best score first, each take the free true face they overlap most, if by at least
 * the overlap asked for (Lin et al., "Microsoft COCO", ECCV 2014). A match does not depend on detections with a lower
 * score, so one pass serves every threshold.
 *
 * <p>Sizes: a true face outside the sizes asked for, or an ignored one, counts neither found nor missed, nor does the
 * detection that took it; a detection that took none is a false alarm where its own size is among them. A detection
 * that takes no counted face but overlaps an ignored one is no false alarm, however many there are.
 *
 * <p>Not safe for several threads at once.
 */
public final class DetectionScore {
    private static final Comparator<FoundFace> BEST_FIRST = Comparator.comparingDouble(FoundFace::score)
            .reversed()
            .thenComparingDouble(found -> found.box().x())
            .thenComparingDouble(found -> found.box().y())
            .thenComparingDouble(found -> found.box().width())
            .thenComparingDouble(found -> found.box().height());

    private final double overlap;
    private final List<TrueFace> truths = new ArrayList<>();
    private final List<Judged> judged = new ArrayList<>();

    /** A detection and the face it took, or null. */
    private record Judged(FoundFace found, TrueFace truth) {}

    /**
     * @param overlap least intersection over union of a match, in (0, 1]; 0.5 is usual
     */
    public DetectionScore(double overlap) {
        if (!(overlap > 0) || overlap > 1) {
            throw new IllegalArgumentException("the overlap must be in (0, 1], got " + overlap);
        }
        this.overlap = overlap;
    }

    /** Judges one picture. */
    public void add(List<TrueFace> there, List<FoundFace> found) {
        truths.addAll(there);
        boolean[] taken = new boolean[there.size()];
        List<FoundFace> sorted = new ArrayList<>(found);
        sorted.sort(BEST_FIRST);
        for (FoundFace face : sorted) {
            int match = bestFree(there, taken, face.box());
            if (match < 0) {
                judged.add(new Judged(face, null));
                continue;
            }
            // An ignored face may stand for a crowd: it is never used up.
            taken[match] = !there.get(match).ignored();
            judged.add(new Judged(face, there.get(match)));
        }
    }

    /** The free face overlapped most; a counted one before any ignored one. */
    private int bestFree(List<TrueFace> there, boolean[] taken, Box box) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < taken.length; i++) {
            double iou = BoxOverlap.iou(there.get(i).box(), box);
            if (taken[i] || iou < overlap) {
                continue;
            }
            // An overlap is at most 1.
            double merit = there.get(i).ignored() ? iou : 1 + iou;
            if (merit > most) {
                best = i;
                most = merit;
            }
        }
        return best;
    }

    /** Recall and precision of the detections with at least that score. */
    public OperatingPoint at(double threshold, FaceSizes sizes) {
        long hits = 0;
        long falseAlarms = 0;
        for (Judged one : judged) {
            if (one.found().score() >= threshold && counts(one, sizes)) {
                if (one.truth() == null) {
                    falseAlarms++;
                } else {
                    hits++;
                }
            }
        }
        return new OperatingPoint(threshold, countedTruths(sizes), hits, falseAlarms);
    }

    /** One point for each different score, highest score first: hits and false alarms only grow. */
    public List<OperatingPoint> curve(FaceSizes sizes) {
        List<Judged> counted = judged.stream()
                .filter(one -> counts(one, sizes))
                .sorted(Comparator.comparingDouble((Judged one) -> one.found().score())
                        .reversed())
                .toList();
        long there = countedTruths(sizes);
        long hits = 0;
        List<OperatingPoint> points = new ArrayList<>();
        for (int i = 0; i < counted.size(); i++) {
            hits += counted.get(i).truth() == null ? 0 : 1;
            double score = counted.get(i).found().score();
            if (i + 1 == counted.size() || counted.get(i + 1).found().score() != score) {
                points.add(new OperatingPoint(score, there, hits, i + 1 - hits));
            }
        }
        return points;
    }

    /**
     * The area under precision over recall, where the precision at a recall is the best at that recall or a higher one:
     * all points (PASCAL VOC since 2010).
     *
     * @return in [0, 1]; empty where no face is there
     */
    public OptionalDouble averagePrecision(FaceSizes sizes) {
        List<OperatingPoint> points = curve(sizes);
        if (countedTruths(sizes) == 0) {
            return OptionalDouble.empty();
        }
        double area = 0;
        double precision = 0;
        for (int i = points.size() - 1; i >= 0; i--) {
            precision = Math.max(precision, points.get(i).precision().orElseThrow());
            double before = i == 0 ? 0 : points.get(i - 1).recall().orElseThrow();
            area += precision * (points.get(i).recall().orElseThrow() - before);
        }
        return OptionalDouble.of(area);
    }

    /**
     * The mean of the best precisions at recall 0, 0.1 … 1 or higher: eleven points (Everingham et al., "The PASCAL
     * Visual Object Classes Challenge", IJCV 2010, equation 1; used up to 2009).
     *
     * @return in [0, 1]; empty where no face is there
     */
    public OptionalDouble elevenPointPrecision(FaceSizes sizes) {
        long there = countedTruths(sizes);
        if (there == 0) {
            return OptionalDouble.empty();
        }
        double[] best = new double[11];
        for (OperatingPoint point : curve(sizes)) {
            for (int i = 0; i < best.length; i++) {
                // In whole numbers: 0.1 + 0.1 + … would miss a recall of exactly 0.3.
                if (10 * point.hits() >= i * there) {
                    best[i] = Math.max(best[i], point.precision().orElseThrow());
                }
            }
        }
        return OptionalDouble.of(Arrays.stream(best).sum() / best.length);
    }

    private long countedTruths(FaceSizes sizes) {
        return truths.stream().filter(truth -> counts(truth, sizes)).count();
    }

    private static boolean counts(Judged one, FaceSizes sizes) {
        return one.truth() == null ? sizes.contains(one.found().box()) : counts(one.truth(), sizes);
    }

    private static boolean counts(TrueFace truth, FaceSizes sizes) {
        return !truth.ignored() && sizes.contains(truth.box());
    }
}
