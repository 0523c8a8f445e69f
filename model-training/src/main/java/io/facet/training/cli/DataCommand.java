package io.facet.training.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import io.facet.training.data.caption.DataCaptionCommand;
import io.facet.training.data.composite.DataCompositesCommand;
import io.facet.training.data.prepare.DataPrepareCommand;

/** Groups the commands under {@code facet data}. */
@Command(
        name = "data",
        description = "Prepare face crops, captions and averaged faces.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {DataPrepareCommand.class, DataCaptionCommand.class, DataCompositesCommand.class})
final class DataCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Called without a sub-command, which is a usage error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
