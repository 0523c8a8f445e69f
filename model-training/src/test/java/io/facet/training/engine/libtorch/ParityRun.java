package io.facet.training.engine.libtorch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Engines;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.engine.libtorch.ProcessGroupSettings.Meeting;
import io.facet.training.pretrain.GoldenFile;
import io.facet.training.pretrain.GoldenFormula;
import io.facet.training.pretrain.Goldens;
import io.facet.training.pretrain.MaskedTokenLoss;
import io.facet.training.pretrain.Objective;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

import static org.assertj.core.api.Assertions.assertThat;

/** Runs one program on one engine, and writes its results, gradients and parameters after steps, for another to compare. */
final class ParityRun {
    private static final int STEPS = 3;

    private ParityRun() {}

    /** What is run. */
    enum Subject {
        TRANSFORMER {
            @Override
            Task task() {
                TinyTransformer network = new TinyTransformer(3, true);
                List<Map<String, HostTensor>> batches =
                        List.of(TinyTransformer.batch(6, 11), TinyTransformer.batch(6, 1), TinyTransformer.batch(6, 2));
                return new Task(network, network.specs(), network.initial(), List.of(), batches);
            }
        },
        FARL {
            @Override
            Task task() throws IOException {
                return Task.of(
                        Goldens.farl(MaskedTokenLoss.Reduction.MEAN), Goldens.farlBatch(GoldenFile.read("farl")));
            }
        },
        MCF {
            @Override
            Task task() throws IOException {
                return Task.of(Goldens.mcf(true), Goldens.mcfBatch(GoldenFile.read("mcf")));
            }
        };

        abstract Task task() throws IOException;
    }

    /** A program, its parameters, and a batch for each step. */
    record Task(
            Program program,
            List<ParameterSpec> specs,
            Parameters initial,
            List<String> frozen,
            List<Map<String, HostTensor>> batches) {
        static Task of(Objective objective, Map<String, HostTensor> batch) {
            List<ParameterSpec> specs = objective.parameters();
            return new Task(
                    objective,
                    specs,
                    GoldenFormula.parameters(specs),
                    objective.frozen(),
                    Collections.nCopies(STEPS, batch));
        }

        /** Every other image, of 4: halves of which one has more masked patches. */
        Task share(int rank, int processes) {
            List<Map<String, HostTensor>> shares = new ArrayList<>();
            for (Map<String, HostTensor> batch : batches) {
                Map<String, HostTensor> share = new LinkedHashMap<>();
                batch.forEach((name, value) -> share.put(name, part(value, rank, processes)));
                shares.add(share);
            }
            return new Task(program, specs, initial, frozen, shares);
        }

        private static HostTensor part(HostTensor whole, int rank, int processes) {
            Shape shape = whole.shape();
            if (shape.rank() == 1) {
                return patches((HostTensor.Longs) whole, rank, processes);
            }
            int images = (int) shape.size(0);
            int size = (int) shape.elements() / images;
            Shape own = shape.with(0, images / processes);
            IntStream places =
                    IntStream.range(0, (int) own.elements()).map(i -> (i / size * processes + rank) * size + i % size);
            if (whole instanceof HostTensor.Longs longs) {
                return new HostTensor.Longs(
                        own, places.mapToLong(i -> longs.values()[i]).toArray());
            }
            float[] values = new float[(int) own.elements()];
            int[] from = places.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] = ((HostTensor.Floats) whole).values()[from[i]];
            }
            return new HostTensor.Floats(own, values);
        }

        /** Patches are counted through the images of a batch. */
        private static HostTensor patches(HostTensor.Longs whole, int rank, int processes) {
            long[] rows = LongStream.of(whole.values())
                    .filter(row -> row / Goldens.PATCHES % processes == rank)
                    .map(row -> row / Goldens.PATCHES / processes * Goldens.PATCHES + row % Goldens.PATCHES)
                    .toArray();
            return new HostTensor.Longs(Shape.of(rows.length), rows);
        }

        <T> Learner<T> start(Backend<T> backend) {
            // With the usual epsilon the steps of keys' biases, whose gradient is 0 but for rounding, are noise.
            OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-4, 0.05, 1, frozen, List.of());
            return Learner.start(backend, program, specs, initial, settings);
        }

        <T> void update(Learner<T> learner) {
            learner.update(1e-3);
            if (program instanceof Objective objective) {
                objective.afterUpdate(learner);
            }
        }
    }

    /** Arguments: engine, subject, file for the tensors; as one of two processes also the rank and a file to meet at. */
    public static void main(String[] arguments) throws IOException {
        Task task = Subject.valueOf(arguments[1]).task();
        Path file = Path.of(arguments[2]);
        if (arguments.length == 3) {
            try (Backend<?> backend = open(Kind.valueOf(arguments[0]))) {
                write(run(backend, task), file);
            }
            return;
        }
        int rank = Integer.parseInt(arguments[3]);
        Meeting meeting = new Meeting.AtFile(Path.of(arguments[4]));
        ProcessGroupSettings group = new ProcessGroupSettings(rank, 2, meeting, Duration.ofSeconds(60));
        try (Backend<?> backend = LibtorchBackend.open(ContrastiveRun.settings(), group)) {
            write(train(backend, task.share(rank, 2)), file);
        }
    }

    static Backend<?> open(Kind kind) {
        return Engines.open(new EngineSettings(kind, Device.CPU, Precision.FP32, 1));
    }

    /** As {@link #train}, and results by {@code output.} and name. */
    static <T> Map<String, HostTensor.Floats> run(Backend<T> backend, Task task) {
        Map<String, HostTensor.Floats> all = new LinkedHashMap<>();
        try (Inference<T> inference = new Inference<>(backend, task.program(), task.initial())) {
            inference.run(task.batches().get(0)).forEach((name, value) -> all.put("output." + name, value));
        }
        all.putAll(train(backend, task));
        return all;
    }

    /**
     * Scalars of each step by {@code scalar.}, the process's own first gradients by {@code gradient.}, parameters after
     * all steps by {@code trained.} and name.
     */
    static <T> Map<String, HostTensor.Floats> train(Backend<T> backend, Task task) {
        Map<String, HostTensor.Floats> all = new LinkedHashMap<>();
        try (Learner<T> learner = task.start(backend)) {
            for (int step = 0; step < STEPS; step++) {
                String prefix = "scalar." + step + ".";
                learner.accumulate(task.batches().get(step), 1)
                        .forEach((name, value) -> all.put(prefix + name, HostTensor.Floats.scalar(value)));
                if (step == 0) {
                    put(all, "gradient.", learner.gradients());
                }
                task.update(learner);
            }
            put(all, "trained.", learner.parameters());
        }
        return all;
    }

    /** By what the names begin with, the largest difference, relative to the largest value of its tensor. */
    static Map<String, Double> differences(
            Map<String, HostTensor.Floats> found, Map<String, HostTensor.Floats> expected) {
        assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        Map<String, Double> worst = new TreeMap<>();
        expected.forEach((name, value) -> {
            assertThat(found.get(name).shape()).as(name).isEqualTo(value.shape());
            double difference = difference(found.get(name).values(), value.values());
            worst.merge(name.substring(0, name.indexOf('.')), difference, Math::max);
        });
        return worst;
    }

    private static double difference(float[] found, float[] expected) {
        double largest = 0;
        double size = 1e-6;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(found[i] - expected[i]));
            size = Math.max(size, Math.abs(expected[i]));
        }
        return largest / size;
    }

    private static void put(Map<String, HostTensor.Floats> all, String prefix, Parameters values) {
        values.values().forEach((name, value) -> all.put(prefix + name, value));
    }

    static void write(Map<String, HostTensor.Floats> tensors, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(tensors.size());
            for (Map.Entry<String, HostTensor.Floats> tensor : tensors.entrySet()) {
                out.writeUTF(tensor.getKey());
                long[] sizes = tensor.getValue().shape().sizes();
                out.writeInt(sizes.length);
                for (long size : sizes) {
                    out.writeLong(size);
                }
                for (float value : tensor.getValue().values()) {
                    out.writeFloat(value);
                }
            }
        }
    }

    static Map<String, HostTensor.Floats> read(Path file) throws IOException {
        Map<String, HostTensor.Floats> tensors = new LinkedHashMap<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            int count = in.readInt();
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                long[] sizes = new long[in.readInt()];
                for (int axis = 0; axis < sizes.length; axis++) {
                    sizes[axis] = in.readLong();
                }
                Shape shape = new Shape(sizes);
                float[] values = new float[(int) shape.elements()];
                for (int k = 0; k < values.length; k++) {
                    values[k] = in.readFloat();
                }
                tensors.put(name, new HostTensor.Floats(shape, values));
            }
        }
        return tensors;
    }
}
