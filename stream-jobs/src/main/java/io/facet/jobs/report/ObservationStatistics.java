package io.facet.jobs.report;

import java.util.Map;
import java.util.TreeMap;

import io.facet.domain.face.FaceObservation;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;

/**
 * What a report says of all observations, gathered one by one in memory that does not grow with their number. Not
 * thread-safe.
 */
final class ObservationStatistics {
    private static final int SHARE_BINS = 20;

    private final Map<String, TimeSeries> series = new TreeMap<>();
    private final Map<String, Long> expressions = new TreeMap<>();
    private final long[] scores = new long[SHARE_BINS];
    private final long[] qualities = new long[SHARE_BINS];
    private long count;

    void add(FaceObservation face) {
        count++;
        series.computeIfAbsent(face.stream(), stream -> new TimeSeries()).add(face.ptsUs());
        scores[shareBin(face.score())]++;
        qualities[shareBin(face.quality())]++;
        face.head(HeadTask.EXPRESSION)
                .map(HeadResult.Classification.class::cast)
                .ifPresent(expression -> expressions.merge(expression.label(), 1L, Long::sum));
    }

    private static int shareBin(double share) {
        return (int) Math.max(0, Math.min(SHARE_BINS - 1, share * SHARE_BINS));
    }

    long count() {
        return count;
    }

    /** Observations over the time of a stream; empty for a stream without any. */
    TimeSeries series(String stream) {
        return series.getOrDefault(stream, new TimeSeries());
    }

    /** Observations by expression, ordered by name. */
    Map<String, Long> expressions() {
        return expressions;
    }

    /** Observations by detector score. Shape {@code [20]}, equal bins over [0, 1]. */
    long[] scores() {
        return scores.clone();
    }

    /** Observations by quality. Shape {@code [20]}, equal bins over [0, 1]. */
    long[] qualities() {
        return qualities.clone();
    }
}
