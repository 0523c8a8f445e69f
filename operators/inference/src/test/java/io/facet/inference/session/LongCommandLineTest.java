package io.facet.inference.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.inference.testing.TinyModels;

import static org.assertj.core.api.Assertions.assertThat;

/** A job manager or an IDE may start the JVM with a class path of any length on its command line. */
class LongCommandLineTest {
    private static final int COMMAND_LINE_BYTES = 100_000;

    @TempDir
    Path folder;

    @Test
    void open_withACommandLineOfAHundredKilobytes_loadsTheModel() throws Exception {
        Path model = Files.write(folder.resolve("encoder.onnx"), TinyModels.encoder());
        ProcessBuilder java = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dlong=" + "x".repeat(COMMAND_LINE_BYTES),
                Opening.class.getName(),
                model.toString());
        java.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Path output = folder.resolve("output.txt");

        Process process =
                java.redirectErrorStream(true).redirectOutput(output.toFile()).start();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        assertThat(output).content().contains("opened");
    }

    /** The program of the other process. */
    static final class Opening {
        private Opening() {}

        public static void main(String[] args) throws Exception {
            byte[] model = Files.readAllBytes(Path.of(args[0]));
            try (OnnxSession session = OnnxSession.open("encoder", model, SessionSettings.singleThread())) {
                System.out.println("opened " + session.inputs().keySet());
            }
        }
    }
}
