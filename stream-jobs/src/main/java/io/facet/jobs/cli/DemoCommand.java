package io.facet.jobs.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.jobs.analysis.AnalysisJobOptions;
import io.facet.jobs.demo.DemoScores;
import io.facet.jobs.demo.DemoTruth;
import io.facet.jobs.demo.DemoVideo;
import io.facet.jobs.report.ResultFiles.Lines;
import io.facet.jobs.run.ResultLines;
import io.facet.jobs.run.RunOutcome;
import io.facet.jobs.run.RunRequest;

/** {@code facet demo}. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        subcommands = DemoRenderCommand.class,
        description = {
            "Runs the main job, with Facet's own bundle, over a rendered video whose faces are known exactly.",
            "The faces are averages of many people and belong to nobody. Leaves what 'facet run --annotate' leaves,"
                    + " and prints how the tracks and boxes compare with the truth."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the video was analysed",
            "2:a bundle, option or output folder is not right; nothing was done",
            "130:stopped by Ctrl-C"
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "facet-demo",
            description = "Output folder; files of an earlier run are replaced (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--video",
            paramLabel = "DIR",
            description = "Folder of a video and its truth, as 'facet demo render' writes it (default: Facet's own).")
    private Path video;

    @Option(
            names = "--annotate",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Write the video with everything that was found drawn in (default: yes).")
    private boolean annotate;

    @Mixin
    private AnalysisFlags analysis;

    @Override
    public Integer call() throws Exception {
        analysis.requireEveryFace();
        Path folder = video == null ? Installation.current().demo() : video;
        List<DemoTruth> truth = DemoTruth.read(folder.resolve(DemoVideo.TRUTH));
        AnalysisJobOptions job = analysis.jobOptions();
        RunRequest request =
                new RunRequest(List.of(folder.resolve(DemoVideo.VIDEO)), out, job, annotate, true, analysis.shown(job));
        return new LocalRun(request).execute((outcome, interrupted) -> {
            // Half a video has no score.
            if (!interrupted) {
                tell(outcome, truth);
            }
        });
    }

    private void tell(RunOutcome outcome, List<DemoTruth> truth) {
        DemoScores scores = DemoScores.of(truth, ResultLines.observations(out.resolve(Lines.OBSERVATIONS.fileName())));
        PrintWriter terminal = spec.commandLine().getOut();
        new DemoSummary(outcome.summary(), scores, ResultLines.tracks(out.resolve(Lines.TRACKS.fileName())))
                .print(terminal);
        terminal.println(
                "Report: " + out.resolve("report.html").toAbsolutePath().normalize());
        terminal.flush();
    }
}
