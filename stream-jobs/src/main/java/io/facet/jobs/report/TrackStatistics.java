package io.facet.jobs.report;

import java.util.Map;
import java.util.TreeMap;

import io.facet.domain.face.FinishedTrack;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

/** What a report says of all tracks, gathered one by one. Not thread-safe. */
final class TrackStatistics {
    static final int AGE_STEP = 5;
    private static final int AGE_BINS = 20;

    private final TrackSelection selection = new TrackSelection(TrackSelection.REPORT_LIMIT);
    private final Map<String, Long> genders = new TreeMap<>();
    private final Map<String, Long> groups = new TreeMap<>();
    private final long[] ages = new long[AGE_BINS];
    private long aged;

    void add(FinishedTrack track) {
        selection.offer(track);
        for (HeadResult head : track.heads()) {
            if (head instanceof HeadResult.Age age) {
                aged++;
                ages[(int) Math.max(0, Math.min(AGE_BINS - 1, age.years() / AGE_STEP))]++;
            } else if (head instanceof HeadResult.Classification classes && classes.task() == HeadTask.GENDER) {
                genders.merge(classes.label(), 1L, Long::sum);
            } else if (head instanceof HeadResult.Classification classes && classes.task() == HeadTask.GROUP) {
                groups.merge(classes.label(), 1L, Long::sum);
            }
        }
    }

    TrackSelection selection() {
        return selection;
    }

    /** Tracks by apparent gender, ordered by name. */
    Map<String, Long> genders() {
        return genders;
    }

    /** Tracks by apparent group, ordered by name. */
    Map<String, Long> groups() {
        return groups;
    }

    /** Tracks by apparent age. Shape {@code [20]}, bins of {@link #AGE_STEP} years, the last one open; null if none. */
    long[] ages() {
        return aged == 0 ? null : ages.clone();
    }
}
