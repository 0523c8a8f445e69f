package io.facet.inference.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.LongStream;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

/**
 * A loaded model.
 *
 * <p>Native memory: the weights are allocated by {@link #open}, owned by this object, valid until {@link #close} and
 * closed by whoever opened it. Tensors of a run live only as long as the run.
 *
 * <p>Threads: {@link #run} may be called by many threads at once; {@link #close} waits for the runs under way, and may
 * be called again without effect.
 *
 * <p>Same inputs, same outputs, bit by bit: sequential execution, deterministic kernels.
 */
public final class OnnxSession implements AutoCloseable {
    private final String name;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Map<String, TensorPort> inputs;
    private final Map<String, TensorPort> outputs;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxSession(
            String name,
            OrtEnvironment environment,
            OrtSession session,
            Map<String, TensorPort> inputs,
            Map<String, TensorPort> outputs) {
        this.name = name;
        this.environment = environment;
        this.session = session;
        this.inputs = inputs;
        this.outputs = outputs;
    }

    /**
     * Loads a model.
     *
     * @param name what to call it in messages, for example the file's name
     * @param model an ONNX file's bytes
     * @throws InferenceException if it is no model, or has tensors of other types than {@link ElementType}
     */
    public static OnnxSession open(String name, byte[] model, SessionSettings settings) {
        try {
            return WideStack.call(() -> load(name, model, settings));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new InferenceException("cannot load model %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static OnnxSession load(String name, byte[] model, SessionSettings settings) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = options(settings)) {
            OrtSession session = environment.createSession(model, options);
            try {
                return new OnnxSession(
                        name,
                        environment,
                        session,
                        ports(name, session.getInputInfo()),
                        ports(name, session.getOutputInfo()));
            } catch (OrtException | RuntimeException e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new InferenceException("cannot load model %s: %s".formatted(name, oneLine(e)), e);
        }
    }

    /**
     * Loads a model and checks it against what is expected: exactly these inputs, at least these outputs.
     *
     * @throws InferenceException naming the tensor, expected and found
     */
    public static OnnxSession open(
            String name, byte[] model, SessionSettings settings, List<TensorPort> inputs, List<TensorPort> outputs) {
        OnnxSession session = open(name, model, settings);
        try {
            session.requireInputs(inputs);
            session.requireOutputs(outputs);
            return session;
        } catch (InferenceException e) {
            session.close();
            throw e;
        }
    }

    /** The inputs by name, in the model's order. */
    public Map<String, TensorPort> inputs() {
        return inputs;
    }

    /** The outputs by name, in the model's order. */
    public Map<String, TensorPort> outputs() {
        return outputs;
    }

    /**
     * Runs the model once.
     *
     * @param feeds a tensor for every input
     * @param wanted names of the outputs to compute
     * @return the wanted float32 outputs in the order asked for, on the heap
     * @throws InferenceException if a feed does not fit, or the run fails
     * @throws IllegalStateException if the session is closed
     */
    public Map<String, Tensor.Floats> run(Map<String, Tensor> feeds, List<String> wanted) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("model %s is closed".formatted(name));
            }
            requireFeeds(feeds);
            requireKnown(wanted);
            return runOpen(feeds, wanted);
        } catch (OrtException e) {
            throw new InferenceException("model %s failed: %s".formatted(name, oneLine(e)), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            session.close();
        } catch (OrtException e) {
            throw new InferenceException("model %s did not close: %s".formatted(name, oneLine(e)), e);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private Map<String, Tensor.Floats> runOpen(Map<String, Tensor> feeds, List<String> wanted) throws OrtException {
        Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Tensor> feed : feeds.entrySet()) {
                tensors.put(feed.getKey(), toOrt(feed.getValue()));
            }
            try (OrtSession.Result result = session.run(tensors, new LinkedHashSet<>(wanted))) {
                Map<String, Tensor.Floats> values = new LinkedHashMap<>();
                for (String output : wanted) {
                    values.put(output, toHeap(output, (OnnxTensor)
                            result.get(output).orElseThrow()));
                }
                return values;
            }
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor toOrt(Tensor tensor) throws OrtException {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        if (tensor instanceof Tensor.Floats floats) {
            return OnnxTensor.createTensor(environment, floats.data(), shape);
        }
        if (tensor instanceof Tensor.Longs longs) {
            return OnnxTensor.createTensor(environment, longs.data(), shape);
        }
        Tensor.Bytes bytes = (Tensor.Bytes) tensor;
        return OnnxTensor.createTensor(environment, bytes.data(), shape, OnnxJavaType.UINT8);
    }

    private Tensor.Floats toHeap(String output, OnnxTensor tensor) {
        if (outputs.get(output).type() != ElementType.FLOAT32) {
            throw new InferenceException("output %s of model %s: expected FLOAT32, found %s"
                    .formatted(output, name, outputs.get(output).type()));
        }
        List<Long> shape = LongStream.of(tensor.getInfo().getShape()).boxed().toList();
        return new Tensor.Floats(tensor.getFloatBuffer(), shape);
    }

    private void requireFeeds(Map<String, Tensor> feeds) {
        if (!feeds.keySet().equals(inputs.keySet())) {
            throw new InferenceException("model %s: expected inputs %s, found %s"
                    .formatted(name, inputs.keySet(), new ArrayList<>(feeds.keySet())));
        }
        feeds.forEach((input, tensor) -> {
            TensorPort port = inputs.get(input);
            if (port.type() != tensor.type() || !port.fits(tensor.shape())) {
                throw new InferenceException(
                        "model %s: expected input %s, found %s%s".formatted(name, port, tensor.type(), tensor.shape()));
            }
        });
    }

    private void requireKnown(List<String> wanted) {
        if (!outputs.keySet().containsAll(wanted)) {
            throw new InferenceException(
                    "model %s: expected outputs out of %s, found %s".formatted(name, outputs.keySet(), wanted));
        }
    }

    private void requireInputs(List<TensorPort> expected) {
        List<String> names = expected.stream().map(TensorPort::name).toList();
        if (names.size() != inputs.size() || !inputs.keySet().containsAll(names)) {
            throw new InferenceException(
                    "model %s: expected inputs %s, found %s".formatted(name, names, inputs.keySet()));
        }
        expected.forEach(port -> requirePort("input", port, inputs.get(port.name())));
    }

    private void requireOutputs(List<TensorPort> expected) {
        for (TensorPort port : expected) {
            TensorPort found = outputs.get(port.name());
            if (found == null) {
                throw new InferenceException(
                        "model %s: expected an output %s, found %s".formatted(name, port, outputs.keySet()));
            }
            requirePort("output", port, found);
        }
    }

    private void requirePort(String kind, TensorPort expected, TensorPort found) {
        if (expected.type() != found.type() || !expected.fits(found.shape())) {
            throw new InferenceException("model %s: expected %s %s, found %s".formatted(name, kind, expected, found));
        }
    }

    private static OrtSession.SessionOptions options(SessionSettings settings) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
        options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
        options.setIntraOpNumThreads(settings.intraOpThreads());
        options.setDeterministicCompute(true);
        // With several sessions in one process, idle pools that spin halve the throughput.
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        return options;
    }

    private static Map<String, TensorPort> ports(String model, Map<String, NodeInfo> nodes) {
        Map<String, TensorPort> ports = new LinkedHashMap<>();
        nodes.forEach((port, node) -> {
            if (!(node.getInfo() instanceof TensorInfo info)) {
                throw new InferenceException(
                        "model %s: expected a tensor at %s, found %s".formatted(model, port, node.getInfo()));
            }
            List<Long> shape = LongStream.of(info.getShape()).boxed().toList();
            ports.put(port, new TensorPort(port, elementType(model, port, info), shape));
        });
        return Collections.unmodifiableMap(ports);
    }

    private static ElementType elementType(String model, String port, TensorInfo info) {
        return switch (info.type) {
            case FLOAT -> ElementType.FLOAT32;
            case UINT8 -> ElementType.UINT8;
            case INT64 -> ElementType.INT64;
            default ->
                throw new InferenceException(
                        "model %s: expected FLOAT32, UINT8 or INT64 at %s, found %s".formatted(model, port, info.type));
        };
    }

    private static String oneLine(Throwable e) {
        return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
