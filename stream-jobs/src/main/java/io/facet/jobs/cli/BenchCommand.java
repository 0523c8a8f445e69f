package io.facet.jobs.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import io.facet.connectors.ingest.IngestException;
import io.facet.domain.UserError;
import io.facet.inference.bundle.BundleException;
import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.bench.BenchJson;
import io.facet.jobs.bench.BenchPart;
import io.facet.jobs.bench.BenchReport;
import io.facet.jobs.bench.BenchRequest;
import io.facet.jobs.bench.BenchTable;
import io.facet.jobs.bench.Benchmark;

/** {@code facet bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures each stage alone, and the whole job beside them, on a video of your own.",
            "decode: beside the ffmpeg program; detect: with tracking and alignment; analyze: beside a bare ONNX Runtime"
                    + " loop; job: Kafka to Kafka, on the video repeated; all: the job compared with its stages.",
            "versus: the job beside a plain loop over published networks (--baseline), one session each; shared: the"
                    + " heads of --heads on one encoder beside an encoder for each."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:measured",
            "1:a figure missed its limit, and --check was given",
            "2:a bundle, option or input is not right; nothing was measured"
        })
final class BenchCommand implements Callable<Integer> {
    private static final int EXIT_MISSED = 1;

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            defaultValue = "all",
            description = "decode, detect, analyze, job, all of these, versus or shared (default: ${DEFAULT-VALUE}).")
    private String part;

    @Option(names = "--input", required = true, paramLabel = "VIDEO", description = "One video file.")
    private Path input;

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "For versus: a bundle whose heads bring networks of their own.")
    private Path baseline;

    @Option(
            names = "--min-seconds",
            paramLabel = "S",
            defaultValue = "180",
            description = "The job gets the video over and over until it is this long (default: ${DEFAULT-VALUE}).")
    private long minSeconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures to a file, as JSON.")
    private Path json;

    @Option(names = "--check", description = "Leave with exit code 1 when a figure misses its limit.")
    private boolean check;

    @Mixin
    private AnalysisFlags analysis;

    @Override
    public Integer call() throws Exception {
        AnalysisJobOptions job = analysis.jobOptions();
        BenchReport report;
        try {
            report = new Benchmark(request(job), System.err).run();
        } catch (BundleException | IngestException e) {
            throw new UserError(e.getMessage(), e);
        }
        BenchTable.print(report, spec.commandLine().getOut());
        if (json != null) {
            write(report);
        }
        return check && !report.passes() ? EXIT_MISSED : 0;
    }

    private BenchRequest request(AnalysisJobOptions job) {
        try {
            Set<BenchPart> parts = BenchPart.ofKey(part);
            if (parts.contains(BenchPart.VERSUS) && baseline == null) {
                throw new UserError("bench versus: expected a bundle of published networks, name it by --baseline");
            }
            return new BenchRequest(
                    parts,
                    input,
                    baseline,
                    job,
                    Duration.ofSeconds(minSeconds),
                    ProcessStart.nanos(),
                    analysis.shown(job));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private void write(BenchReport report) {
        try {
            BenchJson.write(report, json);
        } catch (IOException e) {
            throw new UserError("cannot write %s: %s".formatted(json, e.getMessage()), e);
        }
    }
}
