package io.facet.jobs.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.facet.jobs.analysis.AnalysisJobOptions;

/**
 * What to measure.
 *
 * @param parts what is measured; the job is compared with its stages when all are
 * @param input one video file
 * @param baseline bundle of published networks to compare the job with; null where nothing is
 * @param job the job's options; the stages run with the same ones
 * @param minVideo the job gets the input over and over until it is this long
 * @param startedNanos {@link System#nanoTime} at which the process started
 * @param options the options by name as they should be shown
 */
public record BenchRequest(
        Set<BenchPart> parts,
        Path input,
        Path baseline,
        AnalysisJobOptions job,
        Duration minVideo,
        long startedNanos,
        Map<String, String> options) {

    public BenchRequest {
        parts = Set.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("expected at least one part to measure, got none");
        }
        if (minVideo.isNegative()) {
            throw new IllegalArgumentException("expected a video of at least 0 s, got " + minVideo);
        }
    }

    boolean measures(BenchPart part) {
        return parts.contains(part);
    }
}
