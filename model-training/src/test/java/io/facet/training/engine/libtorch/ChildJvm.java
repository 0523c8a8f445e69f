package io.facet.training.engine.libtorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A class's main in a JVM of its own, on the class path of this one. */
final class ChildJvm {
    private final Process process;
    private final Path log;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ChildJvm start(Class<?> main, Path log, Object... arguments) throws IOException {
        return start("256m", main, log, arguments);
    }

    static ChildJvm start(String heap, Class<?> main, Path log, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for a second or two: the start is what costs.
        command.addAll(List.of("-Xmx" + heap, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        // The default is four times the heap, which libtorch's libraries alone come near.
        command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
        command.add("-Dai.djl.offline=true");
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        builder.environment().put("GLOO_SOCKET_IFNAME", "lo");
        builder.environment().put("OMP_NUM_THREADS", "1");
        return new ChildJvm(builder.start(), log);
    }

    /** Its exit code; kills it and fails if it takes longer. */
    int exitCode(long seconds) throws IOException, InterruptedException {
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        assertThat(ended)
                .as("ended within %d s; its output: %s", seconds, output())
                .isTrue();
        return process.exitValue();
    }

    String output() throws IOException {
        return Files.readString(log);
    }
}
