package io.facet.jobs.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.facet.console.StepProgress;
import io.facet.inference.process.ModelLease;
import io.facet.inference.process.ProcessModels;

/**
 * Measures what was asked for, one thing after the other.
 *
 * <p>The models are loaded once and shared by the job and the stages, so both run the same sessions.
 */
public final class Benchmark {
    private final BenchRequest request;
    private final PrintStream console;
    private final Repetitions repetitions;

    /**
     * @param console where progress is shown
     */
    public Benchmark(BenchRequest request, PrintStream console) {
        this.request = request;
        this.console = console;
        this.repetitions = new Repetitions(new StepProgress(console, System.console() != null));
    }

    /**
     * Measures; takes about as long as the job on the repeated video, and a few minutes.
     *
     * @throws io.facet.connectors.ingest.IngestException if the input cannot be read
     */
    public BenchReport run() throws Exception {
        Machine machine = Machine.current();
        BenchInput input = BenchInput.read(request.input());
        try (ModelLease models = ProcessModels.acquire(request.job().analysis().modelKey())) {
            return new BenchReport(
                    machine, models.bundleId(), input.describe(), request.options(), measure(input, models));
        }
    }

    private List<Figure> measure(BenchInput input, ModelLease models) throws Exception {
        Optional<JobRun> job = Optional.empty();
        if (request.measures(BenchPart.JOB) || request.measures(BenchPart.VERSUS)) {
            job = Optional.of(new JobBenchmark(request, input, console).run());
        }
        List<Figure> figures = new ArrayList<>();
        Optional<DecodeBenchmark.Result> decode = Optional.empty();
        if (request.measures(BenchPart.DECODE)) {
            decode = Optional.of(new DecodeBenchmark(input, request.job().decode()).run(repetitions));
            figures.addAll(decode.get().figures());
        }
        DetectBenchmark detection = new DetectBenchmark(input, request.job(), models);
        Optional<DetectBenchmark.Result> detect = Optional.empty();
        if (request.measures(BenchPart.DETECT)) {
            detect = Optional.of(detection.run(repetitions));
            figures.addAll(detect.get().figures());
        }
        Optional<AnalyzeBenchmark.Result> analyze = Optional.empty();
        if (request.measures(BenchPart.ANALYZE)) {
            analyze = Optional.of(new AnalyzeBenchmark(detection.crops(), request.job(), models).run(repetitions));
            figures.addAll(analyze.get().figures());
        }
        if (request.measures(BenchPart.VERSUS)) {
            figures.addAll(new VersusBenchmark(input, request.job(), request.baseline()).run(job.orElseThrow()));
        }
        if (request.measures(BenchPart.SHARED)) {
            figures.addAll(new SharedBenchmark(
                            detection.crops(),
                            models.bundle(),
                            request.job().analysis().heads())
                    .run(repetitions));
        }
        if (request.measures(BenchPart.JOB)) {
            Optional<StageCosts> costs = decode.isPresent() && detect.isPresent() && analyze.isPresent()
                    ? Optional.of(StageCosts.of(decode.get(), detect.get(), analyze.get()))
                    : Optional.empty();
            figures.addAll(new JobFigures(job.orElseThrow()).list(costs));
        }
        return figures;
    }
}
