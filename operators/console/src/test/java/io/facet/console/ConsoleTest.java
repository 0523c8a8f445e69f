package io.facet.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import me.tongfei.progressbar.ProgressBar;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.facet.domain.UserError;

import static org.assertj.core.api.Assertions.assertThat;

class ConsoleTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Command(name = "root", mixinStandardHelpOptions = true, subcommands = Child.class)
    private static final class Root {}

    @Command(name = "child", mixinStandardHelpOptions = true)
    private static final class Child implements Runnable {
        @Option(names = "--limit")
        private Duration limit;

        @Override
        public void run() {
            if (limit == null) {
                throw new IllegalStateException("broken\nat heart");
            }
            throw new UserError("expected a shorter limit, found " + limit);
        }
    }

    @Test
    void execute_failures_areOneLineWithTheirExitCode() {
        assertThat(execute("child", "--limit", "PT2S")).isEqualTo(2);
        assertThat(errors.toString()).isEqualTo("facet: expected a shorter limit, found PT2S\n");
        errors.getBuffer().setLength(0);
        assertThat(execute("child")).isEqualTo(1);
        assertThat(errors.toString())
                .isEqualTo("facet: failed unexpectedly: IllegalStateException: broken; at heart"
                        + " (--verbose shows the stack trace)\n");
    }

    @Test
    void execute_durationThatIsNone_saysHowOneLooks() {
        assertThat(execute("child", "--limit", "2s")).isEqualTo(2);
        assertThat(errors.toString())
                .startsWith("facet: Invalid value for option '--limit'")
                .contains("expected a duration such as PT30M or PT12H, found '2s'");
    }

    @Test
    void execute_versionOfASubCommand_isThatOfFacet() {
        assertThat(execute("child", "--version")).isZero();
        assertThat(out.toString()).startsWith("facet ");
    }

    @Test
    void into_folder_keepsWarningsOfThisAndOfAnEarlierProcess() throws IOException {
        Files.writeString(folder.resolve("facet.log"), "earlier\n");
        try {
            LogFiles.into(folder);
            LogManager.getLogger("io.facet.Sample").warn("sample left out");
            LogManager.getLogger("io.facet.Sample").info("told");
        } finally {
            Configurator.reconfigure();
        }

        assertThat(Files.readString(folder.resolve("facet.log")))
                .startsWith("earlier\n")
                .contains("WARN", "sample left out", "INFO", "told");
    }

    @Test
    void builder_noTerminal_printsPlainLines() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

        try (ProgressBar bar =
                ConsoleBar.builder("Captions", stream, false).setInitialMax(4).build()) {
            bar.stepTo(4);
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("Captions 100%")
                .contains("4/4")
                .doesNotContain("\r");
    }

    private int execute(String... words) {
        return FacetCommandLine.configured(new CommandLine(new Root()), () -> false)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words);
    }
}
