package io.facet.console;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.BooleanSupplier;

import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What all of Facet's command lines have in common: errors of one line, exit codes, {@code --version} everywhere. */
public final class FacetCommandLine {
    private FacetCommandLine() {}

    /**
     * Sets a command line up. Called when it has all its sub-commands.
     *
     * @param verbose whether failures show their stack trace; asked when one does
     */
    public static CommandLine configured(CommandLine line, BooleanSupplier verbose) {
        tellVersion(line);
        return line.registerConverter(Duration.class, FacetCommandLine::duration)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((error, args) -> FailureReport.usage(error))
                .setExecutionExceptionHandler((error, command, parsed) ->
                        FailureReport.failure(error, command.getErr(), verbose.getAsBoolean()));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("expected a duration such as PT30M or PT12H, found '" + text + "'");
        }
    }

    /** picocli hands {@code --version} down to sub-commands, but not what it prints. */
    private static void tellVersion(CommandLine line) {
        line.getCommandSpec().versionProvider(new FacetVersion());
        line.getSubcommands().values().forEach(FacetCommandLine::tellVersion);
    }
}
