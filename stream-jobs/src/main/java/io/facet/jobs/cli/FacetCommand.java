package io.facet.jobs.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import io.facet.console.FacetCommandLine;
import io.facet.domain.UserError;

/**
 * The root of the command line. Results go to standard output; progress, warnings and errors go to standard error.
 *
 * <p>Exit codes: 0 done; 1 unexpected failure; 2 usage or user error ({@link UserError}); 130 interrupted. A command may
 * document further ones.
 */
@Command(
        name = "facet",
        description = "Streaming video face analysis: video in Kafka, typed face observations out.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Models are trained by `facet train` and `facet data`; each has its own --help."},
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            PublishCommand.class,
            SubmitCommand.class,
            BundleCommand.class,
            BenchCommand.class,
            ClusterCommand.class
        })
public final class FacetCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace when a command fails.")
    private boolean verbose;

    public static void main(String[] args) {
        int code = commandLine().execute(args);
        if (code == 0) {
            StartupArchive.writeIfAsked();
        }
        System.exit(code);
    }

    /** The configured command line. One command line serves one call of {@link CommandLine#execute}. */
    public static CommandLine commandLine() {
        FacetCommand facet = new FacetCommand();
        return FacetCommandLine.configured(new CommandLine(facet), () -> facet.verbose);
    }

    /** Called without a sub-command, which is a usage error. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
