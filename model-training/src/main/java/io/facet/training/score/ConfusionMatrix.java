package io.facet.training.score;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * How often each class was taken for each: of faces, or of the pixels of a whole set of masks, pooled before anything is
 * divided.
 *
 * <p>A class that is neither in the truth nor predicted has no score. Means leave it out and {@link #absent()} names it; a
 * class that is only predicted counts with 0. Not safe for several threads at once.
 */
public final class ConfusionMatrix {
    private final List<String> classes;
    private final long[] counts;

    /**
     * @param classes names, each once; their order is the order of indices
     */
    public ConfusionMatrix(List<String> classes) {
        if (classes.isEmpty() || Set.copyOf(classes).size() != classes.size()) {
            throw new IllegalArgumentException("expected at least one class, each once, found " + classes);
        }
        this.classes = List.copyOf(classes);
        this.counts = new long[classes.size() * classes.size()];
    }

    /** Their names, in the order of indices. */
    public List<String> classes() {
        return classes;
    }

    /** One more of class {@code truth} was taken for {@code predicted}. */
    public void add(int truth, int predicted) {
        counts[at(truth, predicted)]++;
    }

    /** The same by name. */
    public void add(String truth, String predicted) {
        add(index(truth), index(predicted));
    }

    /** One more for each pixel; both masks have the same order of pixels and of classes. */
    public void addMask(byte[] truth, byte[] predicted) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(
                    "expected masks of one size, found %d and %d pixels".formatted(truth.length, predicted.length));
        }
        for (int i = 0; i < truth.length; i++) {
            counts[at(truth[i] & 0xFF, predicted[i] & 0xFF)]++;
        }
    }

    /** Adds what another matrix of the same classes counted. */
    public void addAll(ConfusionMatrix other) {
        if (!classes.equals(other.classes)) {
            throw new IllegalArgumentException("expected classes %s, found %s".formatted(classes, other.classes));
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /** How often {@code truth} was taken for {@code predicted}. */
    public long count(int truth, int predicted) {
        return counts[at(truth, predicted)];
    }

    /** How often a class is in the truth. */
    public long truths(int index) {
        long sum = 0;
        for (int predicted = 0; predicted < classes.size(); predicted++) {
            sum += count(index, predicted);
        }
        return sum;
    }

    /** How often a class was predicted. */
    public long predictions(int index) {
        long sum = 0;
        for (int truth = 0; truth < classes.size(); truth++) {
            sum += count(truth, index);
        }
        return sum;
    }

    /** All that was counted. */
    public long total() {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }

    /** 2·TP ÷ (2·TP + FP + FN) of one class; empty where it is neither in the truth nor predicted. */
    public OptionalDouble f1(int index) {
        long either = truths(index) + predictions(index);
        return ratio(2 * count(index, index), either);
    }

    /** TP ÷ (TP + FN), which is the accuracy on that class; empty where it is not in the truth. */
    public OptionalDouble recall(int index) {
        return ratio(count(index, index), truths(index));
    }

    /** TP ÷ (TP + FP); empty where it was never predicted. */
    public OptionalDouble precision(int index) {
        return ratio(count(index, index), predictions(index));
    }

    /**
     * The mean F1 of the classes that are there or predicted.
     *
     * @param leftOut names of classes that do not count whatever happens, as the papers leave out the background
     */
    public OptionalDouble meanF1(Set<String> leftOut) {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            if (!leftOut.contains(classes.get(i))) {
                f1(i).ifPresent(scores::add);
            }
        }
        return scores.stream().mapToDouble(score -> score).average();
    }

    /** Classes that are neither in the truth nor predicted: no mean has them. */
    public List<String> absent() {
        List<String> absent = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            if (f1(i).isEmpty()) {
                absent.add(classes.get(i));
            }
        }
        return absent;
    }

    /** Right of all; empty where nothing was counted. */
    public OptionalDouble accuracy() {
        long right = 0;
        for (int i = 0; i < classes.size(); i++) {
            right += count(i, i);
        }
        return ratio(right, total());
    }

    /** The mean over the classes in the truth of the accuracy on each. */
    public OptionalDouble meanClassAccuracy() {
        List<Double> scores = new ArrayList<>();
        for (int i = 0; i < classes.size(); i++) {
            recall(i).ifPresent(scores::add);
        }
        return scores.stream().mapToDouble(score -> score).average();
    }

    private int index(String name) {
        int index = classes.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("expected a class out of %s, found %s".formatted(classes, name));
        }
        return index;
    }

    private int at(int truth, int predicted) {
        int size = classes.size();
        if (truth < 0 || truth >= size || predicted < 0 || predicted >= size) {
            throw new IllegalArgumentException(
                    "expected classes 0 to %d, found %d taken for %d".formatted(size - 1, truth, predicted));
        }
        return truth * size + predicted;
    }

    private static OptionalDouble ratio(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
