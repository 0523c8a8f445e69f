package io.facet.training.engine.libtorch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
import io.facet.training.pretrain.GoldenFile;
import io.facet.training.pretrain.GoldenFormula;
import io.facet.training.pretrain.Goldens;
import io.facet.training.pretrain.MaskedTokenLoss;
import io.facet.training.pretrain.Objective;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

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

    /** Arguments: engine, subject, file for the tensors. */
    public static void main(String[] arguments) throws IOException {
        try (Backend<?> backend = open(Kind.valueOf(arguments[0]))) {
            write(run(backend, Subject.valueOf(arguments[1]).task()), Path.of(arguments[2]));
        }
    }

    static Backend<?> open(Kind kind) {
        return Engines.open(new EngineSettings(kind, Device.CPU, Precision.FP32, 1));
    }

    /** Results by {@code output.}, gradients by {@code gradient.}, parameters after steps by {@code trained.} and name. */
    static <T> Map<String, HostTensor.Floats> run(Backend<T> backend, Task task) {
        Map<String, HostTensor.Floats> all = new LinkedHashMap<>();
        try (Inference<T> inference = new Inference<>(backend, task.program(), task.initial())) {
            inference.run(task.batches().get(0)).forEach((name, value) -> all.put("output." + name, value));
        }
        try (Learner<T> learner = task.start(backend)) {
            learner.accumulate(task.batches().get(0), 1);
            put(all, "gradient.", learner.gradients());
            task.update(learner);
            for (int step = 1; step < STEPS; step++) {
                learner.accumulate(task.batches().get(step), 1);
                task.update(learner);
            }
            put(all, "trained.", learner.parameters());
        }
        return all;
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
