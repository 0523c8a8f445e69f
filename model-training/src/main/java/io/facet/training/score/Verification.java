package io.facet.training.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * One-to-one verification: are these two pictures of one person? A pair is accepted when its similarity is above the
 * threshold.
 */
public final class Verification {
    private final List<ScoredPair> pairs;
    private final double[] same;
    private final double[] different;

    /**
     * @param pairs in any order; at least one of each sort
     */
    public Verification(List<ScoredPair> pairs) {
        this.pairs = pairs.stream()
                .sorted(Comparator.comparingDouble(ScoredPair::similarity).reversed())
                .toList();
        this.same = similarities(true);
        this.different = similarities(false);
        if (same.length == 0 || different.length == 0) {
            throw new IllegalArgumentException("expected pairs of one person and pairs of two, found %d and %d"
                    .formatted(same.length, different.length));
        }
    }

    /**
     * Accuracy by cross-validation.
     *
     * @param mean over the folds (Huang et al., "Labeled Faces in the Wild", 2007, section 4.1)
     * @param deviation sample standard deviation over the folds; 0 for one
     * @param threshold mean of the thresholds chosen
     */
    public record FoldAccuracy(double mean, double deviation, double threshold) {}

    /**
     * A point of the ROC curve.
     *
     * @param threshold pairs above are accepted
     * @param falseAcceptRate accepted pairs of two persons of all of these
     * @param trueAcceptRate accepted pairs of one person of all of these
     */
    public record RocPoint(double threshold, double falseAcceptRate, double trueAcceptRate) {}

    /** Pairs of one person. */
    public int samePairs() {
        return same.length;
    }

    /** Pairs of two persons. */
    public int differentPairs() {
        return different.length;
    }

    /**
     * For each fold, the threshold with the best accuracy on all others, applied to it. Thresholds lie halfway between
     * neighbouring similarities; of equally good ones the highest is taken.
     *
     * @throws IllegalArgumentException where there are not at least two folds
     */
    public FoldAccuracy crossValidated() {
        int[] folds = new TreeSet<>(pairs.stream().map(ScoredPair::fold).toList())
                .stream().mapToInt(fold -> fold).toArray();
        if (folds.length < 2) {
            throw new IllegalArgumentException("expected pairs in at least two folds, found " + folds.length);
        }
        double[] accuracies = new double[folds.length];
        double[] thresholds = new double[folds.length];
        for (int i = 0; i < folds.length; i++) {
            int fold = folds[i];
            thresholds[i] = bestThreshold(
                    pairs.stream().filter(pair -> pair.fold() != fold).toList());
            accuracies[i] =
                    accuracy(pairs.stream().filter(pair -> pair.fold() == fold).toList(), thresholds[i]);
        }
        double mean = Arrays.stream(accuracies).average().orElseThrow();
        double squares = Arrays.stream(accuracies)
                .map(accuracy -> (accuracy - mean) * (accuracy - mean))
                .sum();
        return new FoldAccuracy(
                mean,
                Math.sqrt(squares / (accuracies.length - 1)),
                Arrays.stream(thresholds).average().orElseThrow());
    }

    /**
     * The accept rate of pairs of one person at a false accept rate: of N pairs of two persons, the
     * {@code ⌊rate · N⌋} most alike may be accepted, so the threshold is the similarity of the next one, and what lies
     * above it is accepted. Equal similarities thus never exceed the rate.
     *
     * @param rate in [0, 1)
     */
    public double trueAcceptRate(double rate) {
        if (!(rate >= 0) || rate >= 1) {
            throw new IllegalArgumentException("the false accept rate must be in [0, 1), got " + rate);
        }
        // A rate of 0.3 of ten pairs is three, though 0.3 · 10 may come out a little below.
        int allowed = (int) Math.floor(rate * different.length + 1e-9);
        double threshold = different[different.length - 1 - Math.min(allowed, different.length - 1)];
        return (double) countAbove(same, threshold) / same.length;
    }

    /** From (0, 0) to (1, 1), one point for each different similarity; rates only grow. */
    public List<RocPoint> roc() {
        List<RocPoint> points = new ArrayList<>();
        points.add(new RocPoint(pairs.get(0).similarity(), 0, 0));
        int accepted = 0;
        int wrong = 0;
        for (int i = 0; i < pairs.size(); i++) {
            if (pairs.get(i).same()) {
                accepted++;
            } else {
                wrong++;
            }
            boolean last = i + 1 == pairs.size();
            if (last || pairs.get(i + 1).similarity() != pairs.get(i).similarity()) {
                double threshold = last
                        ? Math.nextDown(pairs.get(i).similarity())
                        : pairs.get(i + 1).similarity();
                points.add(new RocPoint(threshold, (double) wrong / different.length, (double) accepted / same.length));
            }
        }
        return points;
    }

    /** Area under the ROC curve: how often a pair of one person is more alike than one of two; equal ones count half. */
    public double areaUnderRoc() {
        double area = 0;
        RocPoint before = new RocPoint(0, 0, 0);
        for (RocPoint point : roc()) {
            area += (point.falseAcceptRate() - before.falseAcceptRate())
                    * (point.trueAcceptRate() + before.trueAcceptRate())
                    / 2;
            before = point;
        }
        return area;
    }

    private static double bestThreshold(List<ScoredPair> best) {
        int right = 0;
        for (ScoredPair pair : best) {
            right += pair.same() ? 0 : 1;
        }
        double threshold = best.get(0).similarity();
        int most = right;
        for (int i = 0; i < best.size(); i++) {
            right += best.get(i).same() ? 1 : -1;
            double here = best.get(i).similarity();
            boolean last = i + 1 == best.size();
            double next = last ? Math.nextDown(here) : best.get(i + 1).similarity();
            if (next != here && right > most) {
                most = right;
                threshold = last ? next : next + (here - next) / 2;
            }
        }
        return threshold;
    }

    private static double accuracy(List<ScoredPair> pairs, double threshold) {
        long right = pairs.stream()
                .filter(pair -> pair.similarity() > threshold == pair.same())
                .count();
        return (double) right / pairs.size();
    }

    private double[] similarities(boolean ofOnePerson) {
        return pairs.stream()
                .filter(pair -> pair.same() == ofOnePerson)
                .mapToDouble(ScoredPair::similarity)
                .sorted()
                .toArray();
    }

    private static int countAbove(double[] sorted, double threshold) {
        int count = 0;
        for (int i = sorted.length - 1; i >= 0 && sorted[i] > threshold; i--) {
            count++;
        }
        return count;
    }
}
