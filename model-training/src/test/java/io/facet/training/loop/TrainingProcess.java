package io.facet.training.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.facet.console.StopSignals;
import io.facet.domain.UserError;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Precision;
import io.facet.training.loop.checkpoint.CheckpointPolicy;
import io.facet.training.loop.metrics.ConsoleProgress;

/** A training run in a JVM of its own, for tests that kill it. */
final class TrainingProcess {
    /** Exit code on an error that a user can put right. */
    static final int USER_ERROR = 2;

    private TrainingProcess() {}

    /**
     * Starts one.
     *
     * @param action {@code run} or {@code resume}
     * @param hangAt number of the batch that never comes; −1 for none
     * @param before words before the command, for example those that open a namespace
     */
    static Process start(
            String action, Path output, long updates, long every, int width, long hangAt, Path log, String... before)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        // A shell without job control starts what is in its background with SIGINT ignored, and children inherit that.
        command.addAll(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                TrainingProcess.class.getName(),
                action,
                output.toString(),
                Long.toString(updates),
                Long.toString(every),
                Integer.toString(width),
                Long.toString(hangAt)));
        ProcessBuilder builder = new ProcessBuilder(command);
        // Not as an option: some libraries cannot stand a long command line.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    public static void main(String[] arguments) {
        Path output = Path.of(arguments[1]);
        int width = Integer.parseInt(arguments[4]);
        long hangAt = Long.parseLong(arguments[5]);
        LoopSettings settings = TrainingLoopTest.settings(output, Long.parseLong(arguments[2]))
                .checkpointing(CheckpointPolicy.everyUpdates(Long.parseLong(arguments[3]), 2));
        EngineSettings engine = new EngineSettings(Kind.DJL, Device.CPU, Precision.FP32, 1);
        ConsoleProgress progress = new ConsoleProgress(System.out, false, Duration.ZERO);
        TrainingLoop loop = new TrainingLoop(settings, SampleRun.description("regression", ""), List.of(progress));
        try (Backend<?> backend = Engines.open(engine);
                Regression regression = new Regression(width, batch -> hang(batch, hangAt), -1);
                StopSignals signals = StopSignals.listen(loop::stop)) {
            RunResult result =
                    arguments[0].equals("run") ? loop.run(regression, backend) : loop.resume(regression, backend);
            System.out.println(result.outcome() + " " + result.updates());
            System.exit(signals.exitCode());
        } catch (UserError e) {
            System.out.println(e.getMessage());
            System.exit(USER_ERROR);
        }
    }

    private static void hang(long batch, long hangAt) {
        if (batch == hangAt) {
            System.out.println("waiting for batch " + batch);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
