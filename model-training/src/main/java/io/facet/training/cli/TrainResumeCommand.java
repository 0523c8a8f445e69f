package io.facet.training.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import io.facet.training.recipe.RunOrder;

/** {@code facet train resume}. */
@Command(
        name = "resume",
        description = "Goes on with a run from its newest sound checkpoint, as if it had not stopped.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the run is complete, or stopped at its time limit",
            "2:an option, the recipe or the data is not right, or the loss is not finite any more",
            "130:stopped by Ctrl-C after a checkpoint (143 by SIGTERM)"
        })
final class TrainResumeCommand implements Callable<Integer> {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder of the run.")
    private Path output;

    @Mixin
    private TrainingSessionFlags session;

    @Override
    public Integer call() {
        return new TrainingRun(RunOrder.read(output), output, session, true).execute();
    }
}
