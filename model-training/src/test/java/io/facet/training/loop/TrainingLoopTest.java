package io.facet.training.loop;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.facet.domain.UserError;
import io.facet.training.data.BatchSource;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.loop.RunResult.Outcome;
import io.facet.training.loop.card.RunCard;
import io.facet.training.loop.card.RunDescription;
import io.facet.training.loop.checkpoint.Checkpoint;
import io.facet.training.loop.checkpoint.CheckpointPolicy;
import io.facet.training.loop.checkpoint.CheckpointStore;
import io.facet.training.loop.metrics.LoopListener;
import io.facet.training.loop.metrics.MetricsFile;
import io.facet.training.loop.metrics.MetricsTable;
import io.facet.training.loop.metrics.UpdateFigures;
import io.facet.training.loop.schedule.Amount;
import io.facet.training.loop.schedule.RunLength;
import io.facet.training.loop.schedule.Schedule;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrainingLoopTest {
    private static final RunDescription DESCRIPTION = SampleRun.description("regression", "width: 16\n");
    private static Backend<?> backend;

    @TempDir
    Path work;

    @BeforeAll
    static void open() {
        backend = Engines.open(new EngineSettings(Kind.DJL, Device.CPU, Precision.FP32, 1));
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    static LoopSettings settings(Path output, long updates) {
        Schedule schedule = new Schedule(0, 0.02, 0, Amount.epochs(0.5));
        return LoopSettings.of(output, RunLength.updates(updates), schedule, 11)
                .accumulating(2)
                .averaging(0.9)
                .loggingEvery(1)
                .evaluatingEvery(20)
                .checkpointing(CheckpointPolicy.everyUpdates(10, 2));
    }

    private LoopSettings settings(String folder, long updates) {
        return settings(work.resolve(folder), updates);
    }

    private static TrainingLoop loop(LoopSettings settings) {
        return new TrainingLoop(settings, DESCRIPTION, List.of());
    }

    @Test
    void run_toItsEnd_learnsAndLeavesMetricsReportAndCard() throws Exception {
        RunResult result = loop(settings("run", 300).checkpointing(CheckpointPolicy.everyUpdates(100, 2)))
                .run(Regression.plain(), backend);

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(result.updates()).isEqualTo(300);
        MetricsTable metrics = metrics("run");
        assertThat(metrics.losses()).containsExactly("loss", "distance");
        double[] losses = metrics.column("loss");
        assertThat(losses).hasSize(300);
        assertThat(mean(losses, 280, 300)).isLessThan(mean(losses, 0, 20) / 5);
        assertThat(metrics.column("images")).endsWith(4800);
        assertThat(metrics.column("epoch")).endsWith(30);
        RunCard card = RunCard.read(result.checkpoint().orElseThrow().resolve("run-card.json"));
        assertThat(card).isEqualTo(RunCard.read(work.resolve("run/run-card.json")));
        assertThat(card.totals().images()).isEqualTo(4800);
        assertThat(card.totals().skippedSamples()).isEqualTo(60);
        assertThat(card.parameters()).isEqualTo(new RunCard.ParameterCounts(112, 96));
        assertThat(card.scores().get("held-back loss")).isLessThan(0.1);
        assertThat(card.curve()).hasSize(200);
        assertThat(card.software().get("engine")).startsWith("DJL");
        assertThat(Files.readString(work.resolve("run/report.html"))).contains("Complete", "held-back loss");
        assertThat(Files.readAllLines(work.resolve("run/scores.csv"))).hasSize(16);
        assertThat(checkpoints("run")).containsExactly("update-0000200", "update-0000300");
    }

    @Test
    void resume_afterAStop_givesTheRunThatNeverStopped() throws Exception {
        loop(settings("whole", 60)).run(Regression.plain(), backend);

        LoopSettings settings = settings("stopped", 60);
        RunResult stopped = stoppedBeforeBatch(settings, 47);
        assertThat(stopped.outcome()).isEqualTo(Outcome.STOPPED);
        // Batch 47 is the second one of update 24, which is finished.
        assertThat(stopped.updates()).isEqualTo(24);
        RunResult resumed = loop(settings).resume(Regression.plain(), backend);

        assertThat(resumed.outcome()).isEqualTo(Outcome.COMPLETED);
        assertSameRun("whole", "stopped");
    }

    @Test
    void resume_newestCheckpointBroken_losesOnlyTheUpdatesSinceTheOneBefore() throws Exception {
        loop(settings("whole", 60)).run(Regression.plain(), backend);
        LoopSettings settings = settings("broken", 60);
        RunResult stopped = stoppedBeforeBatch(settings, 70);
        Files.write(stopped.checkpoint().orElseThrow().resolve("optimizer.safetensors"), new byte[100]);

        RecordingListener listener = new RecordingListener();
        new TrainingLoop(settings, DESCRIPTION, List.of(listener)).resume(Regression.plain(), backend);

        assertThat(listener.from).isEqualTo(30);
        assertSameRun("whole", "broken");
    }

    @Test
    void resume_completeRun_doesNothing() {
        LoopSettings settings = settings("run", 10);
        loop(settings).run(Regression.plain(), backend);

        RunResult result = loop(settings).resume(Regression.plain(), backend);

        assertThat(result.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(result.updates()).isEqualTo(10);
    }

    @Test
    void run_accumulatedBatches_giveTheMeanOfTheirLosses() throws Exception {
        loop(settings("run", 1)).run(Regression.plain(), backend);

        // The mean over two batches of one size is the mean over all their samples.
        double[] loss = metrics("run").column("loss");
        Regression regression = Regression.plain();
        List<Double> separately = new ArrayList<>();
        try (Learner<?> learner = Learner.start(
                backend,
                regression.program(),
                regression.parameters(),
                regression.initial(11),
                regression.optimizer())) {
            for (int i = 0; i < 2; i++) {
                regression.batches().seek(i);
                separately.add(
                        learner.evaluate(regression.batches().next().tensors()).get("loss"));
            }
        }
        assertThat(loss[0]).isCloseTo((separately.get(0) + separately.get(1)) / 2, within(1e-7));
    }

    @Test
    void run_lossNotFinite_failsNamingUpdateBatchAndSamplesAndKeepsTheLastCheckpoint() throws Exception {
        LoopSettings settings = settings("run", 60);

        assertThatThrownBy(() -> loop(settings).run(new Regression(16, batch -> {}, 27), backend))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("loss NaN at update 14, batch 27")
                .hasMessageContaining("sample-27-0, sample-27-1")
                .hasMessageContaining("distance=");

        Checkpoint last = new CheckpointStore(settings.output(), 2).latest().orElseThrow();
        assertThat(last.progress().update()).isEqualTo(10);
        last.state()
                .parameters()
                .values()
                .values()
                .forEach(value -> assertThat(value.values()).doesNotContain(Float.NaN));
        assertThat(metrics("run").column("update")).endsWith(13);
        // With the batch repaired the run goes on.
        assertThat(loop(settings).resume(Regression.plain(), backend).updates()).isEqualTo(60);
    }

    @Test
    void run_gradientNotFinite_failsNamingUpdateAndSamples() {
        assertThatThrownBy(() -> loop(settings("run", 60)).run(new Kink(), backend))
                .isInstanceOf(TrainingDivergedException.class)
                .hasMessageContaining("gradient norm NaN at update 1, batch 1 (sample-0-0")
                .hasMessageContaining("losses {loss=0.0}");
    }

    /** The root has no gradient at 0, where this experiment begins. */
    private static final class Kink implements Experiment, Program {
        private static final ParameterSpec AT_ZERO = new ParameterSpec("p", Shape.of(2), Initialization.zeros());

        private final BatchSource batches = Regression.plain().batches();

        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T parameter = ops.parameter(AT_ZERO);
            return Map.of(LOSS, ops.mean(ops.sqrt(ops.multiply(parameter, parameter))));
        }

        @Override
        public Program program() {
            return this;
        }

        @Override
        public List<ParameterSpec> parameters() {
            return List.of(AT_ZERO);
        }

        @Override
        public Parameters initial(long seed) {
            return Parameters.initialize(parameters(), seed);
        }

        @Override
        public OptimizerSettings optimizer() {
            return OptimizerSettings.of(0, 0);
        }

        @Override
        public BatchSource batches() {
            return batches;
        }

        @Override
        public void close() {
            batches.close();
        }
    }

    @Test
    void run_wallClockReached_stopsWithACheckpoint() {
        LoopSettings settings = settings("run", 60);
        LoopSettings hurried = LoopSettings.of(
                settings.output(), settings.length().within(Duration.ofNanos(1)), settings.schedule(), 11);

        RunResult result = loop(hurried).run(Regression.plain(), backend);

        assertThat(result.outcome()).isEqualTo(Outcome.TIME_LIMIT);
        assertThat(result.updates()).isEqualTo(1);
        assertThat(checkpoints("run")).containsExactly("update-0000001");
    }

    @Test
    void run_interruptedThread_writesACheckpointAndStaysInterrupted() {
        LoopSettings settings = settings("run", 60);
        Regression interrupting = new Regression(16, at(30, Thread.currentThread()::interrupt), -1);

        RunResult result = loop(settings).run(interrupting, backend);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result.outcome()).isEqualTo(Outcome.STOPPED);
        assertThat(checkpoints("run")).last().isEqualTo("update-0000015");
    }

    @Test
    void run_folderOfAnotherRun_isRefused() {
        loop(settings("run", 10)).run(Regression.plain(), backend);

        assertThatThrownBy(() -> loop(settings("run", 10)).run(Regression.plain(), backend))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("update-0000010")
                .hasMessageContaining("resume");
    }

    @Test
    void resume_nothingThere_isRefused() {
        assertThatThrownBy(() -> loop(settings("none", 10)).resume(Regression.plain(), backend))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("none");
    }

    @Test
    void resume_otherArchitectureSeedOrData_isRefusedSayingWhich() {
        LoopSettings settings = settings("run", 10);
        loop(settings).run(Regression.plain(), backend);

        assertThatThrownBy(() -> loop(settings).resume(new Regression(8, batch -> {}, -1), backend))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("hidden.weight expected [8, 4] found [16, 4]");
        LoopSettings reseeded = LoopSettings.of(settings.output(), settings.length(), settings.schedule(), 12);
        assertThatThrownBy(() -> loop(reseeded).resume(Regression.plain(), backend))
                .hasMessageContaining("seed 11, found seed 12");
        RunDescription moved =
                new RunDescription("regression", "", Map.of("faces", "cd34"), Map.of(), Optional.empty());
        assertThatThrownBy(() -> new TrainingLoop(settings, moved, List.of()).resume(Regression.plain(), backend))
                .hasMessageContaining("ab12")
                .hasMessageContaining("cd34");
    }

    @Test
    void run_averages_areTheExponentialMeanOfTheParameters() throws Exception {
        LoopSettings settings = settings("run", 3).checkpointing(CheckpointPolicy.everyUpdates(1, 9));
        loop(settings).run(Regression.plain(), backend);

        float expected = Regression.plain().initial(11).get("out.weight").values()[0];
        for (int update = 1; update <= 3; update++) {
            Checkpoint checkpoint = CheckpointStore.read(new CheckpointStore(settings.output(), 9).folder(update));
            float momentum = (1f + update) / (10f + update); // below the run's 0.9, so early
            expected = momentum * expected
                    + (1 - momentum)
                            * checkpoint.state().parameters().get("out.weight").values()[0];
            assertThat(checkpoint.state().averages().get("out.weight").values()[0])
                    .isCloseTo(expected, within(1e-6f));
            assertThat(checkpoint.state().averages().values()).doesNotContainKey("teacher.weight");
        }
    }

    @Test
    void run_listener_hearsOfEveryUpdateEvaluationAndCheckpoint() {
        RecordingListener listener = new RecordingListener();

        new TrainingLoop(settings("run", 40), DESCRIPTION, List.of(listener)).run(Regression.plain(), backend);

        assertThat(listener.updates).hasSize(40);
        assertThat(listener.updates.get(9).rate()).isEqualTo(0.02 * (1 + Math.cos(Math.PI * 4 / 35)) / 2);
        assertThat(listener.scores).containsOnlyKeys(20L, 40L);
        assertThat(listener.checkpoints).containsExactly(10L, 20L, 30L, 40L);
    }

    private static final class RecordingListener implements LoopListener {
        private final List<UpdateFigures> updates = new ArrayList<>();
        private final Map<Long, Map<String, Double>> scores = new LinkedHashMap<>();
        private final List<Long> checkpoints = new ArrayList<>();
        private long from;

        @Override
        public void started(UpdateFigures figures, long plannedUpdates) {
            from = figures.update();
        }

        @Override
        public void updated(UpdateFigures figures) {
            updates.add(figures);
        }

        @Override
        public void evaluated(long update, Map<String, Double> values) {
            scores.put(update, values);
        }

        @Override
        public void checkpointed(long update, Path folder) {
            checkpoints.add(update);
        }
    }

    private static RunResult stoppedBeforeBatch(LoopSettings settings, long batch) {
        TrainingLoop loop = loop(settings);
        return loop.run(new Regression(16, at(batch, loop::stop), -1), backend);
    }

    private static LongConsumer at(long batch, Runnable action) {
        return number -> {
            if (number == batch) {
                action.run();
            }
        };
    }

    private void assertSameRun(String whole, String other) throws Exception {
        MetricsTable expected = metrics(whole);
        MetricsTable found = metrics(other);
        for (String column : List.of("update", "epoch", "images", "rate", "gradient_norm", "loss", "distance")) {
            assertThat(found.column(column)).as(column).containsExactly(expected.column(column));
        }
        assertThat(Files.readString(work.resolve(other).resolve("scores.csv")))
                .isEqualTo(Files.readString(work.resolve(whole).resolve("scores.csv")));
        for (String file : List.of("parameters.safetensors", "optimizer.safetensors")) {
            assertThat(work.resolve(other).resolve("checkpoints/update-0000060").resolve(file))
                    .hasSameBinaryContentAs(work.resolve(whole)
                            .resolve("checkpoints/update-0000060")
                            .resolve(file));
        }
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }

    private MetricsTable metrics(String run) throws Exception {
        return MetricsFile.read(work.resolve(run).resolve("metrics.csv"));
    }

    private List<String> checkpoints(String run) {
        return new CheckpointStore(work.resolve(run), 2)
                .folders().stream()
                        .map(folder -> folder.getFileName().toString())
                        .toList();
    }
}
