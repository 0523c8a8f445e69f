package io.facet.jobs.report;

import java.util.Arrays;

/**
 * How often something happened over the time of a stream, in a bounded number of bins: when a time lies beyond the last
 * bin, neighbours are joined and bins become twice as wide. Not thread-safe.
 */
final class TimeSeries {
    static final int MAX_BINS = 480;
    private static final long FIRST_WIDTH_US = 1_000_000;

    private long[] counts = new long[8];
    private long widthUs = FIRST_WIDTH_US;
    private long lastUs = -1;
    private long smallestGapUs = Long.MAX_VALUE;

    /** Counts one more at this time; a time before the start of the stream counts as its start. */
    void add(long ptsUs) {
        long time = Math.max(0, ptsUs);
        while (time / widthUs >= MAX_BINS) {
            joinNeighbours();
        }
        int bin = (int) (time / widthUs);
        if (bin >= counts.length) {
            counts = Arrays.copyOf(counts, Math.min(MAX_BINS, Math.max(bin + 1, 2 * counts.length)));
        }
        counts[bin]++;
        if (lastUs >= 0 && time > lastUs) {
            smallestGapUs = Math.min(smallestGapUs, time - lastUs);
        }
        lastUs = Math.max(lastUs, time);
    }

    private void joinNeighbours() {
        long[] joined = new long[(counts.length + 1) / 2];
        for (int i = 0; i < counts.length; i++) {
            joined[i / 2] += counts[i];
        }
        counts = joined;
        widthUs *= 2;
    }

    /** Width of a bin in seconds. */
    double widthSeconds() {
        return widthUs / 1e6;
    }

    /** The latest time in seconds; 0 when nothing was counted. */
    double lastSeconds() {
        return Math.max(0, lastUs) / 1e6;
    }

    /**
     * Occurrences per second of each bin from the start of the stream to the latest time. The last bin is divided by
     * the part of it that the stream reached, so that a curve does not fall at its end for no reason.
     */
    double[] perSecond() {
        if (lastUs < 0) {
            return new double[0];
        }
        int last = (int) (lastUs / widthUs);
        double[] rates = new double[last + 1];
        for (int bin = 0; bin <= last; bin++) {
            rates[bin] = counts[bin] * 1e6 / (bin == last ? reachedUs(last) : widthUs);
        }
        return rates;
    }

    private long reachedUs(int bin) {
        if (smallestGapUs == Long.MAX_VALUE) {
            return widthUs;
        }
        return Math.min(widthUs, lastUs - bin * widthUs + smallestGapUs);
    }
}
