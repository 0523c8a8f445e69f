package io.facet.jobs.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

import io.facet.domain.face.AlignedCrop;
import io.facet.inference.batch.FaceBatcher;
import io.facet.inference.process.ModelLease;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.bench.Figure.Limit;

/**
 * Analyses the same faces by a bare loop around ONNX Runtime and as the operator does: handed to the batcher, as many at
 * a time as the operator lets be under way, results decoded.
 *
 * @param crops faces of the video
 * @param options the job's own
 * @param models the job's own
 */
record AnalyzeBenchmark(List<AlignedCrop> crops, AnalysisJobOptions options, ModelLease models) {
    private static final Limit AGAINST_RAW = Limit.atLeast(0.95);
    private static final String RATE = "faces/s";

    /**
     * What analysis costs.
     *
     * @param rawPerFace seconds of the bare loop; 0 when there was no face
     * @param figures to be shown
     */
    record Result(double rawPerFace, List<Figure> figures) {}

    Result run(Repetitions repetitions) throws Exception {
        if (crops.isEmpty()) {
            return new Result(
                    0,
                    List.of(Figure.missing(
                            BenchPart.ANALYZE,
                            "operator / raw",
                            "ratio",
                            AGAINST_RAW,
                            "there is no face in the video")));
        }
        double[] medians;
        try (RawAnalysis raw = RawAnalysis.open(models.bundle(), options)) {
            medians = repetitions.medians("Analyze alone", () -> {
                double rawSeconds = seconds(() -> raw.run(crops));
                double operatorSeconds = seconds(this::runOperator);
                return new double[] {rawSeconds / crops.size(), operatorSeconds / crops.size()};
            });
        }
        return new Result(
                medians[0],
                List.of(
                        Figure.of(BenchPart.ANALYZE, "raw ONNX Runtime loop", 1 / medians[0], RATE)
                                .noted("%d faces".formatted(crops.size())),
                        Figure.of(BenchPart.ANALYZE, "operator", 1 / medians[1], RATE),
                        Figure.limited(
                                BenchPart.ANALYZE, "operator / raw", medians[0] / medians[1], "ratio", AGAINST_RAW)));
    }

    private interface Work {
        void run() throws Exception;
    }

    private static double seconds(Work work) throws Exception {
        long started = System.nanoTime();
        work.run();
        return (System.nanoTime() - started) / 1e9;
    }

    private void runOperator() throws InterruptedException {
        FaceBatcher batcher = models.batcher();
        Semaphore underWay = new Semaphore(options.inFlightFaces());
        List<CompletableFuture<?>> results = new ArrayList<>(crops.size());
        for (AlignedCrop crop : crops) {
            underWay.acquire();
            results.add(batcher.submit(crop).whenComplete((heads, failure) -> underWay.release()));
        }
        results.forEach(CompletableFuture::join);
    }
}
