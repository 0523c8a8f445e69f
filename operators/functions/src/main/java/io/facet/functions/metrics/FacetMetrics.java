package io.facet.functions.metrics;

import static java.util.Objects.requireNonNull;

/**
 * Everything the operators count. Each is a counter in the operator's metric group, and an accumulator of the same total
 * that can be read from the result of a finished job.
 *
 * <p>A Prometheus reporter shows a counter as
 * {@code flink_taskmanager_job_task_operator_facet_<name>}, for example
 * {@code flink_taskmanager_job_task_operator_facet_faces_total}, with Flink's own labels and no others.
 */
public enum FacetMetrics {
    /** Frames the detector looked at. */
    FRAMES("frames_total", "facet.frames", "frames"),
    /** Faces the detector found. */
    FACES("faces_total", "facet.faces", "faces"),
    /** Runs of the detector, each over one or several frames. */
    DETECTOR_RUNS("detector_runs_total", "facet.detector.runs", "runs"),
    /** Time the detector took. */
    DETECT_NANOS("detect_busy_nanoseconds_total", "facet.detect.nanos", "nanoseconds"),
    /** Tracks that ended. */
    TRACKS("tracks_total", "facet.tracks", "tracks"),
    /** Time the tracker took. */
    TRACK_NANOS("track_busy_nanoseconds_total", "facet.track.nanos", "nanoseconds"),
    /** Faces that were cut out to be analysed. */
    FACES_ALIGNED("faces_aligned_total", "facet.align.faces", "faces"),
    /** Faces that were not analysed because their five points allow no alignment (they coincide). */
    FACES_UNALIGNABLE("faces_unalignable_total", "facet.align.refused", "faces"),
    /** Time the alignment took. */
    ALIGN_NANOS("align_busy_nanoseconds_total", "facet.align.nanos", "nanoseconds"),
    /** Faces that were analysed. */
    OBSERVATIONS("observations_total", "facet.observations", "faces"),
    /** Tracks that ended without any of their faces having been analysed; no finished track is written for them. */
    TRACKS_UNANALYZED("tracks_unanalyzed_total", "facet.tracks.unanalyzed", "tracks");

    /** The metric group under the operator's. */
    public static final String GROUP = "facet";

    private final String metric;
    private final String accumulator;
    private final String unit;

    FacetMetrics(String metric, String accumulator, String unit) {
        this.metric = requireNonNull(metric);
        this.accumulator = requireNonNull(accumulator);
        this.unit = requireNonNull(unit);
    }

    /** Name of the counter inside {@link #GROUP}. */
    public String metric() {
        return metric;
    }

    /** Name of the accumulator in the job's result. */
    public String accumulator() {
        return accumulator;
    }

    /** What one count is. */
    public String unit() {
        return unit;
    }
}
