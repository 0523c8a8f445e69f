package io.facet.jobs.analysis;

import static java.util.Objects.requireNonNull;

import io.facet.connectors.decode.DecodeLimits;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.domain.policy.Policy;
import io.facet.domain.video.FrameSampling;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.vision.tracking.TrackingOptions;
import java.time.Duration;

/**
 * Everything that decides what the main job computes and how it delivers.
 *
 * @param analysis the bundle, the heads and how they are run
 * @param sampling which frames are looked at
 * @param limits what a segment may be at most
 * @param policy what may be done with the faces, and how often
 * @param tracking how detections become tracks
 * @param delivery exactly once or at least once
 * @param checkpointInterval time between checkpoints; with exactly-once delivery also the latency of results
 * @param inFlightFaces faces that may be under analysis in one subtask at a time; they are part of each checkpoint
 * @param parallelism subtasks of every operator; streams are spread over them
 */
public record AnalysisJobOptions(
        AnalysisOptions analysis,
        FrameSampling sampling,
        DecodeLimits limits,
        Policy policy,
        TrackingOptions tracking,
        DeliveryMode delivery,
        Duration checkpointInterval,
        int inFlightFaces,
        int parallelism) {

    public AnalysisJobOptions {
        requireNonNull(analysis, "analysis is null");
        requireNonNull(sampling, "sampling is null");
        requireNonNull(limits, "limits is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(tracking, "tracking is null");
        requireNonNull(delivery, "delivery is null");
        if (checkpointInterval.toMillis() < 10) {
            throw new IllegalArgumentException("checkpoint interval must be at least 10 ms, got " + checkpointInterval);
        }
        if (inFlightFaces < 1 || parallelism < 1) {
            throw new IllegalArgumentException("in-flight faces and parallelism must be at least 1, got %d and %d"
                    .formatted(inFlightFaces, parallelism));
        }
    }
}
