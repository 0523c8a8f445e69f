package io.facet.training.engine.libtorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.bytedeco.pytorch.Tensor;

import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.engine.libtorch.ProcessGroupSettings.Meeting;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/** Trains a tiny contrastive program for a few steps, as one process or as one of several, on its share of the rows. */
final class ContrastiveRun {
    static final int STEPS = 5;
    private static final int ROWS = 8;
    private static final int IMAGE = 12;
    private static final int TEXT = 10;

    private ContrastiveRun() {}

    /** Image and text towers of one layer each, the logits of own rows against those of all, a learnable temperature. */
    record Contrast() implements Program {
        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T image = tower(ops, "image", inputs.get("image"), IMAGE);
            T text = tower(ops, "text", inputs.get("text"), TEXT);
            ParameterSpec temperature =
                    new ParameterSpec("temperature.logScale", Shape.of(1), new Initialization.Constant(Math.log(5)));
            T scale = ops.clamp(ops.exp(ops.parameter(temperature)), 0, 100);
            T own = ops.rowsAmongAll(image);
            T fromImage = entropy(ops, ops.multiply(similarity(ops, image, text), scale), own);
            T fromText = entropy(ops, ops.multiply(similarity(ops, text, image), scale), own);
            return Map.of(LOSS, ops.multiply(ops.add(fromImage, fromText), 0.5));
        }

        private static <T> T tower(Ops<T> ops, String name, T x, int size) {
            ParameterSpec weight = new ParameterSpec(name + ".weight", Shape.of(6, size), Initialization.normal(0.5));
            return ops.normalize(ops.checkpoint(x, rows -> ops.gelu(ops.linear(rows, ops.parameter(weight)))));
        }

        private static <T> T similarity(Ops<T> ops, T own, T others) {
            return ops.matmul(own, ops.permute(ops.gatherFromAll(others), 1, 0));
        }

        private static <T> T entropy(Ops<T> ops, T logits, T labels) {
            return ops.multiply(ops.mean(ops.pick(ops.logSoftmax(logits, -1), labels)), -1);
        }
    }

    /** What a run ends with. */
    record Outcome(List<Double> losses, Map<String, float[]> parameters) {
        void write(Path file) throws IOException {
            List<String> lines = new ArrayList<>();
            losses.forEach(loss -> lines.add("loss " + loss));
            parameters.forEach((name, values) -> {
                StringBuilder line = new StringBuilder(name);
                for (float value : values) {
                    line.append(' ').append(value);
                }
                lines.add(line.toString());
            });
            Files.write(file, lines);
        }

        static Outcome read(Path file) throws IOException {
            List<Double> losses = new ArrayList<>();
            Map<String, float[]> parameters = new LinkedHashMap<>();
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ");
                if (words[0].equals("loss")) {
                    losses.add(Double.valueOf(words[1]));
                    continue;
                }
                float[] values = new float[words.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.parseFloat(words[i + 1]);
                }
                parameters.put(words[0], values);
            }
            return new Outcome(losses, parameters);
        }
    }

    /** Arguments: rank, processes, file to meet at, file for the outcome, step after which this process is lost. */
    public static void main(String[] arguments) throws IOException {
        int rank = Integer.parseInt(arguments[0]);
        int processes = Integer.parseInt(arguments[1]);
        Meeting meeting = new Meeting.AtFile(Path.of(arguments[2]));
        int lastStep = Integer.parseInt(arguments[4]);
        ProcessGroupSettings group = new ProcessGroupSettings(rank, processes, meeting, Duration.ofSeconds(60));
        try (LibtorchBackend backend = LibtorchBackend.open(settings(), group)) {
            train(backend, lastStep).write(Path.of(arguments[3]));
        }
    }

    static EngineSettings settings() {
        return new EngineSettings(EngineSettings.Kind.LIBTORCH, Device.CPU, Precision.FP32, 1);
    }

    /** Halts the JVM after the last step if there should be more: a process that dies says no farewell. */
    static Outcome train(LibtorchBackend backend, int lastStep) {
        Program program = new Contrast();
        Map<String, Shape> inputs = Map.of("image", Shape.of(Shape.ANY, IMAGE), "text", Shape.of(Shape.ANY, TEXT));
        List<ParameterSpec> specs = Declaration.of(program, inputs).parameters();
        OptimizerSettings settings = OptimizerSettings.of(0.05, 0.5);
        List<Double> losses = new ArrayList<>();
        try (Learner<Tensor> learner =
                Learner.start(backend, program, specs, Parameters.initialize(specs, 3), settings)) {
            for (int step = 0; step < STEPS; step++) {
                losses.add(learner.accumulate(batch(step, backend), 1).get(Program.LOSS));
                learner.update(0.05);
                if (step == lastStep) {
                    Runtime.getRuntime().halt(3);
                }
            }
            Map<String, float[]> parameters = new LinkedHashMap<>();
            learner.parameters().values().forEach((name, value) -> parameters.put(name, value.values()));
            return new Outcome(losses, parameters);
        }
    }

    private static Map<String, HostTensor> batch(int step, LibtorchBackend backend) {
        SplittableRandom random = new SplittableRandom(step);
        Map<String, HostTensor> batch = new LinkedHashMap<>();
        batch.put("image", rows(random, IMAGE, backend));
        batch.put("text", rows(random, TEXT, backend));
        return batch;
    }

    /** The process's share of the rows of a step. */
    private static HostTensor.Floats rows(SplittableRandom random, int size, LibtorchBackend backend) {
        float[] all = new float[ROWS * size];
        for (int i = 0; i < all.length; i++) {
            all[i] = (float) random.nextGaussian();
        }
        int rows = ROWS / backend.processes();
        float[] own = new float[rows * size];
        System.arraycopy(all, backend.rank() * own.length, own, 0, own.length);
        return new HostTensor.Floats(Shape.of(rows, size), own);
    }
}
