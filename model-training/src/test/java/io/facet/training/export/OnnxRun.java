package io.facet.training.export;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

import io.facet.inference.session.ElementType;
import io.facet.inference.session.OnnxSession;
import io.facet.inference.session.SessionSettings;
import io.facet.inference.session.Tensor;
import io.facet.inference.session.TensorPort;
import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Program;

/** Writes programs and runs them in ONNX Runtime. */
public final class OnnxRun {
    private OnnxRun() {}

    /** The ports of these inputs; axis 0 of the named ones is free. */
    static List<TensorPort> ports(Map<String, HostTensor> inputs, String... batched) {
        List<TensorPort> ports = new ArrayList<>();
        inputs.forEach((name, value) -> {
            List<Long> shape =
                    new ArrayList<>(LongStream.of(value.shape().sizes()).boxed().toList());
            if (List.of(batched).contains(name)) {
                shape.set(0, -1L);
            }
            ElementType type = value instanceof HostTensor.Longs ? ElementType.INT64 : ElementType.FLOAT32;
            ports.add(new TensorPort(name, type, shape));
        });
        return ports;
    }

    static float[] run(Program program, Map<String, HostTensor> inputs, String output, String... batched) {
        Parameters none = new Parameters(Map.of());
        return run(OnnxProgram.write("test", program, ports(inputs, batched), none, List.of(output)), inputs, output);
    }

    static float[] run(byte[] model, Map<String, HostTensor> inputs, String output) {
        return run(model, inputs, List.of(output)).get(output);
    }

    /** Outputs by name, row-major. */
    public static Map<String, float[]> run(byte[] model, Map<String, HostTensor> inputs, List<String> outputs) {
        try (OnnxSession session = OnnxSession.open("test", model, SessionSettings.singleThread())) {
            Map<String, float[]> found = new LinkedHashMap<>();
            session.run(feeds(inputs), outputs).forEach((name, tensor) -> found.put(name, values(tensor.data())));
            return found;
        }
    }

    private static float[] values(FloatBuffer data) {
        float[] values = new float[data.remaining()];
        data.get(values);
        return values;
    }

    private static Map<String, Tensor> feeds(Map<String, HostTensor> inputs) {
        Map<String, Tensor> feeds = new LinkedHashMap<>();
        inputs.forEach((name, value) -> {
            List<Long> shape = LongStream.of(value.shape().sizes()).boxed().toList();
            if (value instanceof HostTensor.Longs longs) {
                feeds.put(name, new Tensor.Longs(LongBuffer.wrap(longs.values()), shape));
            } else {
                feeds.put(name, new Tensor.Floats(FloatBuffer.wrap(((HostTensor.Floats) value).values()), shape));
            }
        });
        return feeds;
    }
}
