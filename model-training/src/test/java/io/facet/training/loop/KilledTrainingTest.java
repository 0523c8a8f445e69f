package io.facet.training.loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.facet.console.FailureReport;
import io.facet.console.StopSignals;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;
import io.facet.training.loop.checkpoint.CheckpointStore;
import io.facet.training.loop.metrics.MetricsFile;
import io.facet.training.loop.metrics.MetricsTable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Runs in processes of their own that end before their time: by a kill, a signal, a full disk. */
@Timeout(120)
class KilledTrainingTest {
    private static final int WIDTH = 16;
    private static final int SIGKILL_EXIT = 137;

    @TempDir
    Path work;

    private Process process;

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void kill_betweenCheckpoints_losesOnlyTheUpdatesSinceTheLastOneAndEndsTheSame() throws Exception {
        LoopSettings settings = TrainingLoopTest.settings(work.resolve("whole"), 60);
        EngineSettings engine = new EngineSettings(Kind.DJL, Device.CPU, Precision.FP32, 1);
        try (Backend<?> backend = Engines.open(engine)) {
            new TrainingLoop(settings, SampleRun.description("regression", ""), List.of())
                    .run(Regression.plain(), backend);
        }

        train("run", "killed", 60, 10, 71);
        awaitLog("waiting for batch 71");
        kill();
        assertThat(metrics("killed").column("update")).endsWith(35);
        train("resume", "killed", 60, 10, -1);

        assertThat(exit()).isZero();
        assertThat(log()).contains("resumed at update 30 of 60", "COMPLETED 60");
        assertSameRun("whole", "killed");
    }

    @Test
    void kill_atRandomWhileWritingCheckpoints_alwaysLeavesASoundOne() throws Exception {
        SplittableRandom random = new SplittableRandom();
        for (int round = 0; round < 2; round++) {
            train(round == 0 ? "run" : "resume", "random", 1_000_000, 1, -1);
            String checkpoint = "checkpoint " + work.resolve("random");
            awaitLog(checkpoint);
            long milliseconds = random.nextLong(400);
            assertThat(process.waitFor(milliseconds, TimeUnit.MILLISECONDS)).isFalse();
            kill();
            long last = log().lines()
                    .filter(line -> line.contains(checkpoint) && line.contains("update-"))
                    .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
                    .max()
                    .orElseThrow();

            assertThat(new CheckpointStore(work.resolve("random"), 2)
                            .latest()
                            .orElseThrow()
                            .progress()
                            .update())
                    .as("killed %d ms after the first checkpoint of round %d", milliseconds, round)
                    .isGreaterThanOrEqualTo(last);
        }
    }

    @Test
    void terminate_underWay_finishesTheUpdateWritesACheckpointAndExitsCleanly() throws Exception {
        train("run", "stopped", 1_000_000, 0, -1);
        awaitLog("update 5/");

        process.destroy();

        assertThat(exit()).isEqualTo(StopSignals.TERMINATED);
        List<Path> checkpoints = new CheckpointStore(work.resolve("stopped"), 2).folders();
        assertThat(checkpoints).hasSize(1);
        double[] updates = metrics("stopped").column("update");
        assertThat(checkpoints.get(0).getFileName())
                .hasToString("update-%07d".formatted((int) updates[updates.length - 1]));
        assertThat(log()).contains("STOPPED");
    }

    @Test
    void interrupt_twice_endsAtOnce() throws Exception {
        train("run", "stuck", 60, 0, 20);
        awaitLog("waiting for batch 20");

        signal("INT");
        assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
        signal("INT");

        assertThat(exit()).isEqualTo(FailureReport.INTERRUPTED);
        assertThat(new CheckpointStore(work.resolve("stuck"), 2).folders()).isEmpty();
    }

    @Test
    void write_diskFull_failsSayingSoAndKeepsTheLastGoodCheckpoint() throws Exception {
        Path disk = Files.createDirectories(work.resolve("disk"));
        assumeTrue(mayMount(disk), "no right to mount a small file system here: the full disk is not tried");
        // Two checkpoints of 2 MB and the report of 1.1 MB fit, once more while it is replaced; a third checkpoint does
        // not.
        String script = "mount -t tmpfs -o size=6500k tmpfs " + disk + " && \"$@\"; code=$?; cp -r " + disk + "/run "
                + work.resolve("rescued") + "; exit $code";

        process = TrainingProcess.start(
                "run",
                disk.resolve("run"),
                40,
                10,
                20_000,
                -1,
                logFile(),
                "unshare",
                "-rm",
                "bash",
                "-c",
                script,
                "bash");

        assertThat(exit()).as(log()).isEqualTo(TrainingProcess.USER_ERROR);
        assertThat(log())
                .contains("cannot write the checkpoint " + disk.resolve("run/checkpoints/update-0000030"))
                .contains("No space left on device")
                .contains("the last good one is " + disk.resolve("run/checkpoints/update-0000020"));
        CheckpointStore rescued = new CheckpointStore(work.resolve("rescued"), 2);
        assertThat(rescued.latest().orElseThrow().progress().update()).isEqualTo(20);
        assertThat(work.resolve("rescued/checkpoints").toFile().list()).hasSize(2);
    }

    private static boolean mayMount(Path folder) throws InterruptedException {
        try {
            return new ProcessBuilder("unshare", "-rm", "mount", "-t", "tmpfs", "tmpfs", folder.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private void train(String action, String folder, long updates, long every, long hangAt) throws IOException {
        process = TrainingProcess.start(action, work.resolve(folder), updates, every, WIDTH, hangAt, logFile());
    }

    private int exit() throws InterruptedException {
        return process.waitFor();
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(exit()).isEqualTo(SIGKILL_EXIT);
    }

    private void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("bash", "-c", "kill -" + name + " " + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private void awaitLog(String text) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    assertThat(process.isAlive() || log().contains(text))
                            .as(log())
                            .isTrue();
                    return log().contains(text);
                });
    }

    private Path logFile() {
        return work.resolve("log.txt");
    }

    private String log() throws IOException {
        return Files.readString(logFile());
    }

    private MetricsTable metrics(String run) throws IOException {
        return MetricsFile.read(work.resolve(run).resolve("metrics.csv"));
    }

    private void assertSameRun(String whole, String other) throws IOException {
        for (String column : List.of("update", "images", "rate", "gradient_norm", "loss", "distance")) {
            assertThat(metrics(other).column(column))
                    .as(column)
                    .containsExactly(metrics(whole).column(column));
        }
        String parameters = "checkpoints/update-0000060/parameters.safetensors";
        assertThat(work.resolve(other).resolve(parameters))
                .hasSameBinaryContentAs(work.resolve(whole).resolve(parameters));
    }
}
