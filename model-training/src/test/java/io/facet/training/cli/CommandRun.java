package io.facet.training.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

import picocli.CommandLine;

/**
 * One call of the command line, in this process.
 *
 * @param code it left with
 * @param errors what it wrote to standard error through the command line
 */
record CommandRun(int code, String errors) {

    static CommandRun of(Object... arguments) {
        StringWriter errors = new StringWriter();
        CommandLine line = TrainingCommand.commandLine().setErr(new PrintWriter(errors, true));
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return new CommandRun(line.execute(words), errors.toString());
    }
}
