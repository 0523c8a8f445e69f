package io.facet.training.engine.libtorch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.EngineSettings.Kind;
import io.facet.training.engine.Inference;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.engine.Precision;
import io.facet.training.engine.djl.DjlBackend;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/** Runs one program on one engine, and writes its results, gradients and parameters after steps, for another to compare. */
final class ParityRun {
    private static final TinyTransformer NETWORK = new TinyTransformer(3, true);
    private static final int STEPS = 3;

    private ParityRun() {}

    /** Arguments: engine, file for the tensors. */
    public static void main(String[] arguments) throws IOException {
        Kind kind = Kind.valueOf(arguments[0]);
        EngineSettings settings = new EngineSettings(kind, Device.CPU, Precision.FP32, 1);
        try (Backend<?> backend = kind == Kind.DJL ? DjlBackend.open(settings) : LibtorchBackend.open(settings)) {
            write(run(backend), Path.of(arguments[1]));
        }
    }

    /** Results by {@code output.}, gradients by {@code gradient.}, parameters after steps by {@code trained.} and name. */
    static <T> Map<String, HostTensor.Floats> run(Backend<T> backend) {
        Map<String, HostTensor.Floats> all = new LinkedHashMap<>();
        Map<String, HostTensor> batch = TinyTransformer.batch(6, 11);
        try (Inference<T> inference = new Inference<>(backend, NETWORK, NETWORK.initial())) {
            inference.run(batch).forEach((name, value) -> all.put("output." + name, value));
        }
        // With the usual epsilon the steps of keys' biases, whose gradient is 0 but for rounding, are noise.
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-4, 0.05, 1, List.of(), List.of());
        try (Learner<T> learner = Learner.start(backend, NETWORK, NETWORK.specs(), NETWORK.initial(), settings)) {
            learner.accumulate(batch, 1);
            put(all, "gradient.", learner.gradients());
            learner.update(1e-3);
            for (int step = 1; step < STEPS; step++) {
                learner.accumulate(TinyTransformer.batch(6, step), 1);
                learner.update(1e-3);
            }
            put(all, "trained.", learner.parameters());
        }
        return all;
    }

    private static void put(Map<String, HostTensor.Floats> all, String prefix, Parameters values) {
        values.values().forEach((name, value) -> all.put(prefix + name, value));
    }

    private static void write(Map<String, HostTensor.Floats> tensors, Path file) throws IOException {
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
