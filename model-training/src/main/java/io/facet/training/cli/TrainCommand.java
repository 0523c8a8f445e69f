package io.facet.training.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.facet.training.bench.TrainBenchCommand;
import io.facet.training.weights.encoder.TrainImportCommand;

/** Groups the commands under {@code facet train}. */
@Command(
        name = "train",
        description = "Pre-train, fine-tune, import, probe and export encoders.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainPretrainCommand.class,
            TrainTokenizerCommand.class,
            TrainFinetuneCommand.class,
            TrainDetectorCommand.class,
            TrainLayersCommand.class,
            TrainResumeCommand.class,
            TrainImportCommand.class,
            TrainExportCommand.class,
            TrainAttendCommand.class,
            TrainBundleCommand.class,
            TrainDefaultBundleCommand.class,
            TrainBenchCommand.class,
            TrainRecipesCommand.class
        })
final class TrainCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Called without a sub-command, which is a usage error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
