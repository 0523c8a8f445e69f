package io.facet.jobs.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.report.RunSummary;
import io.facet.jobs.run.RunRequest;

/** {@code facet run}. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Analyses video files: Kafka, Flink and the main job in one process.",
            "Reads anything FFmpeg reads, pictures too. Leaves observations.jsonl, tracks.jsonl, dead-letters.jsonl,"
                    + " summary.json and report.html in the output folder. Ctrl-C stops cleanly and keeps what is done."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:everything was analysed",
            "1:an input could not be read, or not to its end; the others were analysed",
            "2:a bundle, option, input or output folder is not right; nothing was done",
            "130:stopped by Ctrl-C; what was done is kept"
        })
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--input",
            required = true,
            arity = "1..*",
            paramLabel = "PATH",
            description = "Video files, pictures, or folders of them; each file is one stream.")
    private List<Path> inputs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "facet-out",
            description = "Output folder; files of an earlier run are replaced (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(names = "--annotate", description = "Also write each video with everything that was found drawn in.")
    private boolean annotate;

    @Option(
            names = "--report",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Write report.html (default: yes; --no-report does not).")
    private boolean report;

    @Mixin
    private AnalysisFlags analysis;

    @Override
    public Integer call() throws Exception {
        AnalysisJobOptions job = analysis.jobOptions();
        RunRequest request = new RunRequest(inputs, out, job, annotate, report, analysis.shown(job));
        return new LocalRun(request).execute((outcome, interrupted) -> tell(outcome.summary()));
    }

    private void tell(RunSummary summary) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.printf(
                Locale.ROOT,
                "%d frames, %d faces analysed, %d tracks, %d dead letters in %.1f s (%.1f frames/s, %.1f faces/s)%n",
                summary.framesSampled(),
                summary.observations(),
                summary.tracks(),
                summary.deadLetters().values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                summary.wallSeconds(),
                summary.framesPerSecond(),
                summary.facesPerSecond());
        terminal.println("Results in " + out + (report ? "; look at " + out.resolve("report.html") : ""));
        terminal.flush();
    }
}
