package io.facet.console;

import java.io.PrintWriter;

import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;

import io.facet.domain.UserError;

/** Turns a failure into one readable line on standard error and an exit code. */
public final class FailureReport {

    /** What a shell reports for a program ended by Ctrl-C: 128 + SIGINT. */
    public static final int INTERRUPTED = 130;

    private FailureReport() {}

    public static int usage(ParameterException error) {
        CommandLine command = error.getCommandLine();
        PrintWriter out = command.getErr();
        out.println("facet: " + oneLine(error.getMessage()));
        CommandLine.UnmatchedArgumentException.printSuggestions(error, out);
        out.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    public static int failure(Exception error, PrintWriter out, boolean verbose) {
        if (error instanceof InterruptedException) {
            out.println("facet: interrupted");
            return INTERRUPTED;
        }
        boolean usersOwn = error instanceof UserError;
        out.println("facet: " + (usersOwn ? oneLine(error.getMessage()) : unexpected(error, verbose)));
        if (verbose) {
            error.printStackTrace(out);
        }
        return usersOwn ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String unexpected(Exception error, boolean verbose) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? "" : ": " + oneLine(root.getMessage());
        String hint = verbose ? "" : " (--verbose shows the stack trace)";
        return "failed unexpectedly: " + root.getClass().getSimpleName() + message + hint;
    }

    private static String oneLine(String message) {
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
