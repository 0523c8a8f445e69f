package io.facet.jobs.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThat;

class FacetCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void execute_version_namesFacet() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).startsWith("facet ");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void execute_withoutCommand_isAUsageError() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("facet: a command is missing", "Try 'facet --help'.");
    }

    @Test
    void execute_unknownOption_isAUsageErrorOnOneLine() {
        assertThat(run("cluster", "up", "--kafka-port", "many")).isEqualTo(2);
        assertThat(err.toString().lines().findFirst())
                .hasValueSatisfying(
                        line -> assertThat(line).startsWith("facet: ").contains("--kafka-port", "many"));
        assertThat(err.toString()).contains("Try 'facet cluster up --help'.");
    }

    @Test
    void execute_userError_isOneLineAndCode2() {
        assertThat(failing(new UserError("expected a bundle,\n  found nothing")))
                .isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("facet: expected a bundle,; found nothing");
    }

    @Test
    void execute_unexpectedFailure_isOneLineWithAHintAndCode1() {
        assertThat(failing(new IllegalStateException("outer", new ArithmeticException("/ by zero"))))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "facet: failed unexpectedly: ArithmeticException: / by zero (--verbose shows the stack trace)");
    }

    @Test
    void execute_unexpectedFailureVerbose_showsTheStackTrace() {
        assertThat(failing(new IllegalStateException("outer"), "--verbose")).isEqualTo(1);
        assertThat(err.toString())
                .contains("at io.facet.jobs.cli.FacetCommandTest")
                .doesNotContain("shows the stack");
    }

    @Test
    void execute_interrupted_isCode130() {
        assertThat(failing(new InterruptedException())).isEqualTo(130);
        assertThat(err.toString().lines()).containsExactly("facet: interrupted");
    }

    @Test
    void clusterStatus_noCluster_saysSoAndLeavesWith3(@TempDir Path folder) {
        assertThat(run("cluster", "status", "--dir", folder.toString())).isEqualTo(3);
        assertThat(out.toString()).contains("There is no cluster here");
    }

    @Test
    void clusterDownPurge_folderThatIsNoCluster_deletesNothing(@TempDir Path folder) throws Exception {
        Path precious = Files.writeString(folder.resolve("precious.txt"), "keep me");

        assertThat(run("cluster", "down", "--purge", "--dir", folder.toString()))
                .isEqualTo(2);
        assertThat(precious).hasContent("keep me");
        assertThat(err.toString()).contains("nothing was deleted");
    }

    private int run(String... args) {
        return capture(FacetCommand.commandLine()).execute(args);
    }

    private int failing(Exception failure, String... options) {
        CommandLine facet = FacetCommand.commandLine();
        facet.addSubcommand(new Failing(failure));
        String[] args = new String[options.length + 1];
        System.arraycopy(options, 0, args, 0, options.length);
        args[options.length] = "failing";
        return capture(facet).execute(args);
    }

    private CommandLine capture(CommandLine facet) {
        return facet.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    }

    @Command(name = "failing")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
