package io.facet.jobs.analysis;

import java.time.Duration;

import io.facet.connectors.decode.DecodeOptions;
import io.facet.connectors.kafka.DeliveryMode;
import io.facet.domain.policy.Policy;
import io.facet.functions.analyze.AnalysisOptions;
import io.facet.vision.tracking.TrackingOptions;

import static java.util.Objects.requireNonNull;

/**
 * Everything that decides what the main job computes and how it delivers.
 *
 * @param analysis the bundle, the heads and how they are run
 * @param decode which frames are looked at, and what a segment may cost at most
 * @param policy what may be done with the faces, and how often
 * @param tracking how detections become tracks
 * @param delivery exactly once or at least once
 * @param checkpointInterval time between checkpoints; with exactly-once delivery also the latency of results
 * @param inFlightFaces faces that may be under analysis in one subtask at a time; they are part of each checkpoint
 * @param parallelism subtasks of every operator; streams are spread over them
 */
public record AnalysisJobOptions(
        AnalysisOptions analysis,
        DecodeOptions decode,
        Policy policy,
        TrackingOptions tracking,
        DeliveryMode delivery,
        Duration checkpointInterval,
        int inFlightFaces,
        int parallelism) {

    public AnalysisJobOptions {
        requireNonNull(analysis, "analysis is null");
        requireNonNull(decode, "decode is null");
        requireNonNull(policy, "policy is null");
        requireNonNull(tracking, "tracking is null");
        requireNonNull(delivery, "delivery is null");
        if (!policy.heads().containsAll(analysis.heads())) {
            throw new IllegalArgumentException("the policy allows the heads %s, and %s were asked for"
                    .formatted(policy.heads(), analysis.heads()));
        }
        if (checkpointInterval.toMillis() < 10) {
            throw new IllegalArgumentException("checkpoint interval must be at least 10 ms, got " + checkpointInterval);
        }
        if (inFlightFaces < 1 || parallelism < 1) {
            throw new IllegalArgumentException("in-flight faces and parallelism must be at least 1, got %d and %d"
                    .formatted(inFlightFaces, parallelism));
        }
    }
}
