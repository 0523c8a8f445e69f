package io.facet.jobs.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

import picocli.CommandLine;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A command as a person runs it, but in this process.
 *
 * @param code the exit code
 * @param out lines of standard output
 * @param err lines of standard error, those of the progress bar included
 */
public record CommandRun(int code, List<String> out, List<String> err) {

    /** Runs a command to its end. Standard error of the whole process is taken while it runs. */
    public static CommandRun of(Object... arguments) {
        StringWriter out = new StringWriter();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String[] texts = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
        PrintStream before = System.err;
        int code;
        try (PrintStream taken = new PrintStream(err, true, UTF_8)) {
            System.setErr(taken);
            CommandLine facet = FacetCommand.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(taken, true));
            code = facet.execute(texts);
        } finally {
            System.setErr(before);
        }
        return new CommandRun(
                code,
                out.toString().lines().toList(),
                err.toString(UTF_8).lines().toList());
    }

    /** What the command told on standard error, without the progress bar. */
    public List<String> told() {
        return err.stream().filter(line -> line.startsWith("facet: ")).toList();
    }
}
