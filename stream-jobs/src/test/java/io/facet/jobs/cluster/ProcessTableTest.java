package io.facet.jobs.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** With real processes: a Java program that waits for its end. */
class ProcessTableTest {

    @TempDir
    private Path folder;

    private ClusterLayout layout;
    private ProcessTable processes;

    @BeforeEach
    void createTable() throws IOException {
        layout = new ClusterLayout(folder);
        layout.create();
        processes = new ProcessTable(layout);
    }

    @AfterEach
    void stopAll() throws IOException, InterruptedException {
        processes.stop(processes.entries(), Duration.ZERO);
    }

    @Test
    void alive_afterStart_isSeenByAnotherTableOfTheFolder() throws IOException {
        ProcessEntry started = processes.start(sleeper("one"));

        assertThat(new ProcessTable(layout).alive()).containsExactly(started);
    }

    @Test
    void stop_runningProcess_endsItAndForgetsIt() throws IOException, InterruptedException {
        ProcessEntry started = processes.start(sleeper("one"));

        processes.stop(List.of(started), Duration.ofSeconds(20));

        assertThat(started.isAlive(layout.root())).isFalse();
        assertThat(processes.entries()).isEmpty();
    }

    /** The system takes a while to take a lot of memory back. */
    @Test
    void stop_processWithMuchMemory_isGoneFromTheSystemWhenTheCallReturns() throws IOException, InterruptedException {
        ProcessEntry large = processes.start(sleeper("large", "-Xms1g", "-XX:+AlwaysPreTouch"));
        ProcessHandle handle = ProcessHandle.of(large.pid()).orElseThrow();
        assertThat(Waiting.until(
                        Duration.ofSeconds(20),
                        () -> ProcessTable.residentBytes(large.pid()).orElse(0L) > 1L << 30))
                .isTrue();

        processes.stop(List.of(large), Duration.ZERO);

        assertThat(handle.isAlive()).isFalse();
    }

    @Test
    void alive_processIdUsedAgainByAnotherProgram_isNotOursAndIsLeftAlone() throws IOException, InterruptedException {
        ProcessEntry stranger = processes.start(sleeper("stranger"));
        ProcessEntry stale = new ProcessEntry("kafka", "earlier", stranger.pid());

        assertThat(stale.isAlive(layout.root())).isFalse();
        assertThat(processes.stop(List.of(stale), Duration.ofSeconds(1))).isEmpty();
        assertThat(stranger.isAlive(layout.root())).isTrue();
    }

    @Test
    void isAlive_sameProcessSeenFromAnotherCluster_isNotOurs(@TempDir Path other) throws IOException {
        ProcessEntry started = processes.start(sleeper("one"));

        assertThat(started.isAlive(other)).isFalse();
    }

    @Test
    void logTail_programThatFails_holdsWhatItSaid() throws IOException, InterruptedException {
        ProcessSpec failing = new ProcessSpec("broken", "1", List.of(), List.of(), "no.such.Main", List.of());
        ProcessEntry entry = processes.start(failing);
        Waiting.until(Duration.ofSeconds(20), () -> !entry.isAlive(layout.root()));

        assertThat(processes.logTail("broken", 10)).contains("no.such.Main");
    }

    private static ProcessSpec sleeper(String name) {
        return sleeper(name, "-Xmx16m");
    }

    private static ProcessSpec sleeper(String name, String... jvmOptions) {
        Path classes = Path.of(System.getProperty("java.class.path").split(File.pathSeparator)[0]);
        return new ProcessSpec(name, "1", List.of(classes), List.of(jvmOptions), Sleeper.class.getName(), List.of());
    }

    /** Waits for its end. */
    public static final class Sleeper {

        private Sleeper() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.currentThread().join();
        }
    }
}
