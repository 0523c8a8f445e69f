package io.facet.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

import io.facet.domain.face.FinishedTrack;

/**
 * The tracks a report shows: those seen in most frames, ties broken by quality, stream and id. Holds at most its limit
 * of tracks however many are offered. Not thread-safe.
 */
public final class TrackSelection {
    /** Tracks a report shows at most. */
    public static final int REPORT_LIMIT = 600;

    private static final Comparator<FinishedTrack> BEST_FIRST = Comparator.comparingLong(FinishedTrack::detections)
            .thenComparingDouble(FinishedTrack::bestQuality)
            .reversed()
            .thenComparing(FinishedTrack::stream)
            .thenComparingLong(FinishedTrack::track);

    private final int limit;
    private final PriorityQueue<FinishedTrack> worstFirst = new PriorityQueue<>(BEST_FIRST.reversed());
    private long offered;

    public TrackSelection(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1, got " + limit);
        }
        this.limit = limit;
    }

    /** Takes the track, and gives up the worst one where that makes one too many. */
    public void offer(FinishedTrack track) {
        offered++;
        worstFirst.add(track);
        if (worstFirst.size() > limit) {
            worstFirst.poll();
        }
    }

    /** The tracks that were kept, best first. */
    public List<FinishedTrack> selected() {
        List<FinishedTrack> tracks = new ArrayList<>(worstFirst);
        tracks.sort(BEST_FIRST);
        return List.copyOf(tracks);
    }

    /** How many tracks were offered. */
    public long offered() {
        return offered;
    }
}
