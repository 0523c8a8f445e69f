package io.facet.jobs.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import io.facet.domain.face.HeadTask;
import io.facet.domain.video.Segment;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.detect.DetectorSettings;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.bench.Figure.Limit;

/**
 * The whole job beside a loop over published networks, on the same video, with the same cores, in the same process, one
 * after the other.
 *
 * @param input the video
 * @param options the job's own
 * @param baseline bundle of networks with backbones of their own
 */
record VersusBenchmark(BenchInput input, AnalysisJobOptions options, Path baseline) {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration MEASURED_VIDEO = Duration.ofSeconds(60);
    private static final Limit FASTER = Limit.atLeast(3);
    private static final String RATE = "faces/s";

    /** @param job what the job did before */
    List<Figure> run(JobRun job) throws Exception {
        int threads = Runtime.getRuntime().availableProcessors();
        DetectorSettings detector = options.analysis().models().detector();
        try (BaselineLoop loop = BaselineLoop.open(Bundle.open(baseline), detector, options.decode(), threads)) {
            loop.run(input.beginning(WARM_UP));
            List<Segment> segments = input.beginning(MEASURED_VIDEO);
            BaselineLoop.Pass pass = loop.run(segments);
            if (pass.faces() == 0 || job.steady().faces() == 0) {
                return List.of(Figure.missing(
                        BenchPart.VERSUS, "job / baseline", "ratio", FASTER, "there is no face in the video"));
            }
            double ours = job.steady().faces() / job.steady().seconds();
            double theirs = pass.faces() / pass.seconds();
            return List.of(
                    Figure.of(BenchPart.VERSUS, "job, steady state", ours, RATE)
                            .noted("%d faces, heads %s".formatted(job.steady().faces(), heads())),
                    Figure.of(BenchPart.VERSUS, "baseline loop, %d threads".formatted(threads), theirs, RATE)
                            .noted("%d faces, %s".formatted(pass.faces(), loop.describe())),
                    Figure.limited(BenchPart.VERSUS, "job / baseline", ours / theirs, "ratio", FASTER));
        }
    }

    private String heads() {
        return options.analysis().heads().stream().sorted().map(HeadTask::key).collect(Collectors.joining(", "));
    }
}
