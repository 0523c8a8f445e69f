package io.facet.vision.tracking;

import java.util.ArrayList;
import java.util.List;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.vision.geometry.BoxOverlap;
import io.facet.vision.tracking.TrackerState.Track;

/** Matches the tracks and the detections of one frame in two rounds (ByteTrack, Zhang et al. 2022, algorithm 1). */
final class Association {
    private final List<Track> tracks;
    private final List<Detection> detections;
    private final Track[] trackOf;
    private final boolean[] matched;

    /**
     * @param tracks moved to the time of the frame
     * @param detections of the frame
     */
    Association(TrackingOptions options, List<Track> tracks, List<Detection> detections) {
        this.tracks = tracks;
        this.detections = detections;
        this.trackOf = new Track[detections.size()];
        this.matched = new boolean[tracks.size()];
        List<Integer> all = new ArrayList<>();
        for (int t = 0; t < tracks.size(); t++) {
            all.add(t);
        }
        match(all, withScore(options.highScore(), Double.POSITIVE_INFINITY), options.matchIou());
        // A face that was out of sight comes back only by a detection that is sure of itself.
        List<Integer> left =
                all.stream().filter(t -> !matched[t] && tracks.get(t).seen()).toList();
        match(left, withScore(options.lowScore(), options.highScore()), options.lowMatchIou());
    }

    /** The track of a detection, null if it has none. */
    Track trackOf(int detection) {
        return trackOf[detection];
    }

    /** The tracks without a detection. */
    List<Track> unmatchedTracks() {
        List<Track> unmatched = new ArrayList<>();
        for (int t = 0; t < matched.length; t++) {
            if (!matched[t]) {
                unmatched.add(tracks.get(t));
            }
        }
        return unmatched;
    }

    private List<Integer> withScore(double from, double below) {
        List<Integer> indices = new ArrayList<>();
        for (int d = 0; d < detections.size(); d++) {
            double score = detections.get(d).score();
            if (score >= from && score < below) {
                indices.add(d);
            }
        }
        return indices;
    }

    private void match(List<Integer> rows, List<Integer> columns, double leastIou) {
        double[][] benefit = new double[rows.size()][columns.size()];
        for (int row = 0; row < benefit.length; row++) {
            Box predicted = tracks.get(rows.get(row)).motion().box();
            for (int column = 0; column < columns.size(); column++) {
                double iou = BoxOverlap.iou(
                        predicted, detections.get(columns.get(column)).box());
                benefit[row][column] = iou >= leastIou ? iou : 0;
            }
        }
        int[] columnOf = Assignment.best(benefit, columns.size());
        for (int row = 0; row < columnOf.length; row++) {
            if (columnOf[row] != Assignment.NONE) {
                matched[rows.get(row)] = true;
                trackOf[columns.get(columnOf[row])] = tracks.get(rows.get(row));
            }
        }
    }
}
