package io.facet.jobs.bench;

import java.util.List;

/**
 * The part of a job in which it does nothing but work: from the first look that found a tenth of its frames done to the
 * last that found some still to do. The start of the job, compilation by the JVM and the wait for the last commit lie
 * outside. A job that is over before it could be looked at twice counts from its first frame to its last.
 *
 * @param seconds its length
 * @param cpuSeconds of the process in it
 * @param frames the detector looked at in it
 * @param faces that were analysed in it
 */
record SteadyState(double seconds, double cpuSeconds, long frames, long faces) {
    private static final double WARM_UP_SHARE = 0.1;

    /**
     * What the job had done when it was looked at.
     *
     * @param nanos {@link System#nanoTime}
     * @param cpuNanos processor time of the process
     */
    record Look(long nanos, long cpuNanos, long frames, long faces) {}

    /**
     * @param looks at least two, in order, each with more frames or faces than the one before
     */
    static SteadyState of(List<Look> looks) {
        Look end = looks.get(looks.size() - 1);
        long total = end.frames();
        Look from = looks.stream()
                .filter(look -> look.frames() >= total * WARM_UP_SHARE)
                .findFirst()
                .orElse(end);
        Look to = looks.stream()
                .filter(look -> look.frames() < total)
                .reduce((first, second) -> second)
                .orElse(end);
        return from.nanos() < to.nanos() ? between(from, to) : between(looks.get(0), end);
    }

    private static SteadyState between(Look from, Look to) {
        return new SteadyState(
                (to.nanos() - from.nanos()) / 1e9,
                (to.cpuNanos() - from.cpuNanos()) / 1e9,
                to.frames() - from.frames(),
                to.faces() - from.faces());
    }
}
