package io.facet.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.facet.domain.face.FinishedTrack;

/**
 * Tracks of one stream laid into as few lanes as possible, so that no two tracks of a lane overlap in time (greedy
 * interval partitioning by first sight).
 *
 * @param bars one for each track, ordered by first sight
 * @param count lanes used
 */
record TrackLanes(List<Bar> bars, int count) {

    /** A track and the lane it lies in, from 0. */
    record Bar(FinishedTrack track, int lane) {}

    static TrackLanes of(List<FinishedTrack> tracks) {
        List<FinishedTrack> ordered = new ArrayList<>(tracks);
        ordered.sort(Comparator.comparingLong(FinishedTrack::firstPtsUs).thenComparingLong(FinishedTrack::track));
        List<Long> laneEnds = new ArrayList<>();
        List<Bar> bars = new ArrayList<>();
        for (FinishedTrack track : ordered) {
            int lane = firstFree(laneEnds, track.firstPtsUs());
            if (lane == laneEnds.size()) {
                laneEnds.add(track.lastPtsUs());
            } else {
                laneEnds.set(lane, track.lastPtsUs());
            }
            bars.add(new Bar(track, lane));
        }
        return new TrackLanes(List.copyOf(bars), laneEnds.size());
    }

    private static int firstFree(List<Long> laneEnds, long start) {
        for (int lane = 0; lane < laneEnds.size(); lane++) {
            if (laneEnds.get(lane) < start) {
                return lane;
            }
        }
        return laneEnds.size();
    }
}
