package io.facet.functions.metrics;

import static java.util.Objects.requireNonNull;

/**
 * Everything the operators count. Each is a metric in the operator's group, and an accumulator of the same total, a
 * {@code Long}, that can be read from the result of a finished job.
 *
 * <p>A Prometheus reporter shows a metric as {@code flink_taskmanager_job_task_operator_facet_<name>}, for example
 * {@code flink_taskmanager_job_task_operator_facet_faces_total}, with Flink's own labels and no others. Mean batch fill
 * is {@code encoder_passes_total / analyze_batches_total}; the mean of a stage's time is its nanoseconds over its faces
 * or frames.
 */
public enum FacetMetrics {
    /** Frames the detector looked at. */
    FRAMES("frames_total", "facet.frames", "frames", Kind.COUNTER),
    /** What the detector found, weak detections that no track took included. */
    DETECTIONS("detections_total", "facet.detections", "detections", Kind.COUNTER),
    /** What the detector gave that is no finite number, dropped. */
    DETECTIONS_NOT_FINITE(
            "detections_not_finite_total", "facet.detections.not-finite", "detections", Kind.PROCESS_TOTAL),
    /** Runs of the detector, each over one or several frames. */
    DETECTOR_RUNS("detector_runs_total", "facet.detect.runs", "runs", Kind.COUNTER),
    /** Time the detector took. */
    DETECT_NANOS("detect_busy_nanoseconds_total", "facet.detect.nanos", "nanoseconds", Kind.COUNTER),
    /** Faces that were given to a track. */
    FACES("faces_total", "facet.faces", "faces", Kind.COUNTER),
    /** Time the tracker took. */
    TRACK_NANOS("track_busy_nanoseconds_total", "facet.track.nanos", "nanoseconds", Kind.COUNTER),
    /** Faces that were cut out to be analysed. */
    FACES_ALIGNED("faces_aligned_total", "facet.align.faces", "faces", Kind.COUNTER),
    /** Faces that were not analysed because their five points allow no alignment (they coincide, say). */
    FACES_UNALIGNABLE("faces_unalignable_total", "facet.align.refused", "faces", Kind.COUNTER),
    /** Time the alignment took. */
    ALIGN_NANOS("align_busy_nanoseconds_total", "facet.align.nanos", "nanoseconds", Kind.COUNTER),
    /** Faces that went through the composed graph; equals {@link #OBSERVATIONS} in a run without failures. */
    ENCODER_PASSES("encoder_passes_total", "facet.encoder.passes", "faces", Kind.PROCESS_TOTAL),
    /** Head results left out of an observation because the network gave no finite numbers. */
    RESULTS_NOT_FINITE("results_not_finite_total", "facet.results.not-finite", "results", Kind.PROCESS_TOTAL),
    /** Runs of the composed graph, each over one or several faces. */
    ANALYZE_BATCHES("analyze_batches_total", "facet.analyze.batches", "runs", Kind.PROCESS_TOTAL),
    /** Time the runs of the composed graph took. */
    ANALYZE_NANOS("analyze_busy_nanoseconds_total", "facet.analyze.nanos", "nanoseconds", Kind.PROCESS_TOTAL),
    /** Time faces waited for their run, summed over faces. */
    ANALYZE_QUEUE_NANOS(
            "analyze_queue_nanoseconds_total", "facet.analyze.queue.nanos", "nanoseconds", Kind.PROCESS_TOTAL),
    /** Faces that were analysed. */
    OBSERVATIONS("observations_total", "facet.observations", "faces", Kind.COUNTER),
    /** Tracks that ended. */
    TRACKS("tracks_total", "facet.tracks", "tracks", Kind.COUNTER),
    /** Tracks that ended without any of their faces having been analysed; no finished track is written for them. */
    TRACKS_UNANALYZED("tracks_unanalyzed_total", "facet.tracks.unanalyzed", "tracks", Kind.COUNTER);

    /** The metric group under the operator's. */
    public static final String GROUP = "facet";

    /** How a metric is counted. */
    public enum Kind {
        /** Each subtask counts its own: sum over subtasks. */
        COUNTER,
        /**
         * A gauge that shows the total of the process's shared models in every subtask of the process: take the
         * largest of a TaskManager. The accumulator does so itself.
         */
        PROCESS_TOTAL
    }

    private final String metric;
    private final String accumulator;
    private final String unit;
    private final Kind kind;

    FacetMetrics(String metric, String accumulator, String unit, Kind kind) {
        this.metric = requireNonNull(metric);
        this.accumulator = requireNonNull(accumulator);
        this.unit = requireNonNull(unit);
        this.kind = requireNonNull(kind);
    }

    /** Its name inside {@link #GROUP}. */
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

    /** How it is counted. */
    public Kind kind() {
        return kind;
    }
}
