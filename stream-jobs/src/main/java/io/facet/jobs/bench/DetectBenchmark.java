package io.facet.jobs.bench;

import java.time.Duration;
import java.util.List;

import io.facet.domain.face.AlignedCrop;
import io.facet.domain.video.Segment;
import io.facet.inference.process.ModelLease;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.vision.align.FaceAligner;

/**
 * Finds, follows and cuts out faces of segments spread over the video, on one thread.
 *
 * @param input the video
 * @param options the job's own
 * @param models the job's own
 */
record DetectBenchmark(BenchInput input, AnalysisJobOptions options, ModelLease models) {
    private static final Duration MEASURED_VIDEO = Duration.ofSeconds(20);
    private static final int MAX_CROPS = 64;

    /**
     * What these stages cost.
     *
     * @param detectPerFrame seconds
     * @param trackPerFrame seconds
     * @param alignPerFace seconds; 0 when there was no face
     * @param figures to be shown
     */
    record Result(double detectPerFrame, double trackPerFrame, double alignPerFace, List<Figure> figures) {}

    Result run(Repetitions repetitions) throws Exception {
        List<Segment> segments = input.sample(MEASURED_VIDEO);
        double[] medians = repetitions.medians("Detect alone", () -> {
            FaceStages.Pass pass = stages(new CropSample(MAX_CROPS)).run(segments);
            return new double[] {
                pass.detect() / pass.frames(),
                pass.track() / pass.frames(),
                pass.align() / Math.max(1, pass.aligned()),
                pass.frames(),
                pass.faces(),
                pass.aligned()
            };
        });
        List<Figure> figures = List.of(
                Figure.of(BenchPart.DETECT, "detect, one thread", 1 / medians[0], "frames/s")
                        .noted("%.0f frames, %.0f faces".formatted(medians[3], medians[4])),
                Figure.of(BenchPart.DETECT, "track", 1 / medians[1], "frames/s"),
                medians[5] == 0
                        ? Figure.missing(BenchPart.DETECT, "align", "faces/s", null, "there is no face in the video")
                        : Figure.of(BenchPart.DETECT, "align", 1 / medians[2], "faces/s"));
        return new Result(medians[0], medians[1], medians[2], figures);
    }

    /** Faces of the video to analyse, at most {@value #MAX_CROPS}. */
    List<AlignedCrop> crops() throws Exception {
        CropSample sample = new CropSample(MAX_CROPS);
        stages(sample).run(input.sample(MEASURED_VIDEO));
        return sample.crops();
    }

    private FaceStages stages(CropSample sample) {
        return new FaceStages(
                options,
                models.detector(),
                new FaceAligner(models.bundle().manifest().alignment()),
                sample);
    }
}
