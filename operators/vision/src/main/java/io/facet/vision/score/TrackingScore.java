package io.facet.vision.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.facet.vision.geometry.BoxOverlap;
import io.facet.vision.tracking.Assignment;

/**
 * Scores the tracks of one video: CLEAR MOT (Bernardin and Stiefelhagen, 2008, section 2) and IDF1 (Ristani et al.,
 * 2016).
 *
 * <p>In each frame a person keeps the track matched last, if it still overlaps enough; the others are paired so that
 * the overlaps add up to the most. A switch is counted when a person's match differs from the last one, however long
 * ago that was.
 *
 * <p>For several videos, score each on its own and add up {@link #counts()}. Not safe for several threads at once.
 */
public final class TrackingScore {
    private final double overlap;
    private final Map<Long, Long> lastTrack = new HashMap<>();
    private final Map<Long, Map<Long, Integer>> framesTogether = new LinkedHashMap<>();
    private TrackingCounts counts = TrackingCounts.NONE;

    /**
     * @param overlap least intersection over union of a match, in (0, 1]; 0.5 is usual
     */
    public TrackingScore(double overlap) {
        if (!(overlap > 0) || overlap > 1) {
            throw new IllegalArgumentException("the overlap must be in (0, 1], got " + overlap);
        }
        this.overlap = overlap;
    }

    /**
     * Judges the next frame.
     *
     * @param truth the people there
     * @param found the tracks reported
     * @throws IllegalArgumentException where an id comes twice on one side
     */
    public void add(List<TrackedBox> truth, List<TrackedBox> found) {
        requireUnique(truth, "truth");
        requireUnique(found, "found");
        double[][] iou = overlaps(truth, found);
        rememberTogether(truth, found, iou);
        int[] match = keepMatches(truth, found, iou);
        pairOthers(iou, match, found.size());
        long matches = 0;
        long switches = 0;
        double sum = 0;
        for (int i = 0; i < match.length; i++) {
            if (match[i] == Assignment.NONE) {
                continue;
            }
            matches++;
            sum += iou[i][match[i]];
            long track = found.get(match[i]).id();
            Long before = lastTrack.put(truth.get(i).id(), track);
            switches += before == null || before == track ? 0 : 1;
        }
        counts = counts.plus(new TrackingCounts(1, truth.size(), found.size(), matches, switches, sum, 0));
    }

    /** The counts of all frames so far. */
    public TrackingCounts counts() {
        return counts.plus(new TrackingCounts(0, 0, 0, 0, 0, 0, identityMatches()));
    }

    private static void requireUnique(List<TrackedBox> boxes, String side) {
        Set<Long> ids = new HashSet<>();
        for (TrackedBox box : boxes) {
            if (!ids.add(box.id())) {
                throw new IllegalArgumentException(
                        "%s: expected each id once a frame, found %d twice".formatted(side, box.id()));
            }
        }
    }

    /** Overlaps too small for a match are 0. */
    private double[][] overlaps(List<TrackedBox> truth, List<TrackedBox> found) {
        double[][] iou = new double[truth.size()][found.size()];
        for (int i = 0; i < truth.size(); i++) {
            for (int j = 0; j < found.size(); j++) {
                double value = BoxOverlap.iou(truth.get(i).box(), found.get(j).box());
                iou[i][j] = value >= overlap ? value : 0;
            }
        }
        return iou;
    }

    private void rememberTogether(List<TrackedBox> truth, List<TrackedBox> found, double[][] iou) {
        for (int i = 0; i < truth.size(); i++) {
            for (int j = 0; j < found.size(); j++) {
                if (iou[i][j] > 0) {
                    framesTogether
                            .computeIfAbsent(truth.get(i).id(), id -> new LinkedHashMap<>())
                            .merge(found.get(j).id(), 1, Integer::sum);
                }
            }
        }
    }

    private int[] keepMatches(List<TrackedBox> truth, List<TrackedBox> found, double[][] iou) {
        int[] match = new int[truth.size()];
        boolean[] taken = new boolean[found.size()];
        for (int i = 0; i < match.length; i++) {
            match[i] = Assignment.NONE;
            Long last = lastTrack.get(truth.get(i).id());
            for (int j = 0; last != null && j < taken.length; j++) {
                if (found.get(j).id() == last && iou[i][j] > 0 && !taken[j]) {
                    match[i] = j;
                    taken[j] = true;
                }
            }
        }
        return match;
    }

    private static void pairOthers(double[][] iou, int[] match, int columns) {
        boolean[] taken = new boolean[columns];
        for (int column : match) {
            if (column != Assignment.NONE) {
                taken[column] = true;
            }
        }
        List<Integer> rows = new ArrayList<>();
        List<double[]> benefit = new ArrayList<>();
        for (int i = 0; i < match.length; i++) {
            if (match[i] == Assignment.NONE) {
                double[] row = iou[i].clone();
                for (int j = 0; j < columns; j++) {
                    row[j] = taken[j] ? 0 : row[j];
                }
                rows.add(i);
                benefit.add(row);
            }
        }
        int[] paired = Assignment.best(benefit.toArray(double[][]::new), columns);
        for (int k = 0; k < paired.length; k++) {
            match[rows.get(k)] = paired[k];
        }
    }

    /** The most faces that one-to-one pairs of people and tracks can explain. */
    private long identityMatches() {
        List<Map<Long, Integer>> people = List.copyOf(framesTogether.values());
        List<Long> tracks = people.stream()
                .flatMap(person -> person.keySet().stream())
                .distinct()
                .toList();
        double[][] benefit = new double[people.size()][tracks.size()];
        for (int i = 0; i < people.size(); i++) {
            for (int j = 0; j < tracks.size(); j++) {
                benefit[i][j] = people.get(i).getOrDefault(tracks.get(j), 0);
            }
        }
        int[] match = Assignment.best(benefit, tracks.size());
        long sum = 0;
        for (int i = 0; i < match.length; i++) {
            sum += match[i] == Assignment.NONE ? 0 : (long) benefit[i][match[i]];
        }
        return sum;
    }
}
