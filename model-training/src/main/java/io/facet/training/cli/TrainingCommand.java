package io.facet.training.cli;

import java.nio.file.Path;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import io.facet.console.FacetCommandLine;
import io.facet.training.data.faces.DegradedCommand;
import io.facet.training.data.faces.FacesCommand;
import io.facet.training.data.faces.MixedCommand;
import io.facet.training.evaluate.EvaluateCommand;
import io.facet.training.network.VisionTransformer;
import io.facet.training.probe.ProbedEncoder;
import io.facet.training.probe.TrainProbeCommand;
import io.facet.training.recipe.TrainedEncoder;

/**
 * The offline half of the command line. Results go to standard output; progress, warnings and errors go to standard
 * error.
 *
 * <p>Exit codes: 0 done; 1 unexpected failure; 2 usage or user error ({@link io.facet.domain.UserError}); 130
 * interrupted. A command may document further ones.
 */
@Command(
        name = "facet",
        description = "Trains the models that jobs run: data, pre-training, import, export.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TrainCommand.class, DataCommand.class, EvaluateCommand.class})
public final class TrainingCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace when a command fails.")
    private boolean verbose;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The configured command line. One command line serves one call of {@link CommandLine#execute}. */
    public static CommandLine commandLine() {
        TrainingCommand training = new TrainingCommand();
        CommandLine line = new CommandLine(training);
        line.getSubcommands().get("train").addSubcommand(new TrainProbeCommand(TrainingCommand::probed));
        CommandLine prepare = line.getSubcommands().get("data").getSubcommands().get("prepare");
        prepare.addSubcommand(new FacesCommand())
                .addSubcommand(new DegradedCommand())
                .addSubcommand(new MixedCommand());
        return FacetCommandLine.configured(line, () -> training.verbose);
    }

    private static ProbedEncoder probed(Path path) {
        TrainedEncoder encoder = TrainedEncoder.open(path);
        return new ProbedEncoder(
                new VisionTransformer("encoder", encoder.vit()), encoder.parameters(), encoder.mean(), encoder.std());
    }

    /** Called without a sub-command, which is a usage error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
