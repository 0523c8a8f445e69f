package io.facet.jobs.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.facet.console.StepProgress;
import io.facet.domain.UserError;
import io.facet.jobs.demo.Composite;
import io.facet.jobs.demo.DemoTruth;
import io.facet.jobs.demo.DemoVideo;

/** {@code facet demo render}. */
@Command(
        name = "render",
        mixinStandardHelpOptions = true,
        description = {
            "Renders the demo's video of averaged faces, and its truth: for each frame every face's track, box, five points"
                    + " and how much of it is visible.",
            "The same composites give the same files."
        })
final class DemoRenderCommand implements Callable<Integer> {
    private static final int STEPS = 100;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--composites",
            required = true,
            paramLabel = "DIR",
            description = "Averaged faces ('facet data composites').")
    private Path composites;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of video and truth.")
    private Path out;

    @Override
    public Integer call() {
        List<Composite> faces = Composite.readAll(composites);
        try (ProgressBar bar = new StepProgress(System.err, System.console() != null).show("Frames", STEPS)) {
            List<DemoTruth> truth = new DemoVideo(faces).write(out, share -> bar.stepTo(Math.round(STEPS * share)));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%d frames in %s, their truth in %s%n",
                            truth.size(), out.resolve(DemoVideo.VIDEO), out.resolve(DemoVideo.TRUTH));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (IOException e) {
            throw new UserError("cannot write to %s: %s".formatted(out, e.getMessage()), e);
        }
    }
}
