package io.facet.training.engine.djl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.training.engine.AdamWStep;
import io.facet.training.engine.Backend;
import io.facet.training.engine.Device;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Precision;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * Trains on DJL's PyTorch engine: one process, float32, on a CPU or on the first GPU where DJL's natives for it are
 * installed. {@link #checkpoint} keeps what a block computed: DJL cannot compute it again.
 *
 * <p>Native memory is owned by the backend until {@link #close()}, but for scopes and leaves, see {@link Backend}.
 */
public final class DjlBackend extends DjlOperations implements Backend<NDArray> {
    private static final Logger LOG = LoggerFactory.getLogger(DjlBackend.class);

    private final String description;
    private final PtNDManager root;
    private final PtNDManager leaves;
    private final TorchFunctions functions;
    private boolean recording;
    private final Deque<PtNDManager> scopes = new ArrayDeque<>();
    private Map<String, NDArray> parameters = Map.of();
    private ByteBuffer staging = ByteBuffer.allocateDirect(0);
    private boolean checkpointAsked;
    private boolean closed;

    /** Keeps what the block computes; says so once. */
    @Override
    public NDArray checkpoint(NDArray x, UnaryOperator<NDArray> block) {
        if (!checkpointAsked) {
            checkpointAsked = true;
            LOG.warn(
                    "DJL keeps the activations that the recipe would compute again: more memory; the libtorch engine can");
        }
        return block.apply(x);
    }

    private DjlBackend(PtNDManager root, String description) {
        this.root = root;
        this.description = description;
        leaves = root.newSubManager(root.getDevice());
        functions = new TorchFunctions(root.getDevice());
        scopes.push(root);
    }

    /**
     * Loads the natives from the class path, never from the network.
     *
     * @throws UserError if the settings ask for what DJL cannot do
     */
    public static DjlBackend open(EngineSettings settings) {
        if (settings.precision() != Precision.FP32) {
            throw new UserError("engine DJL: expected precision FP32, found " + settings.precision()
                    + "; the libtorch engine does mixed precision");
        }
        // DJL otherwise downloads what is missing, and reports its use to its makers.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        Engine engine = Engine.getEngine("PyTorch");
        if (settings.device() == Device.CUDA && engine.getGpuCount() == 0) {
            throw new UserError(
                    "engine DJL: expected a GPU and DJL's natives for it, found none; choose device CPU or engine libtorch");
        }
        if (settings.threads() > 0) {
            JniUtils.setNumThreads(settings.threads());
        }
        ai.djl.Device device = settings.device() == Device.CUDA ? ai.djl.Device.gpu() : ai.djl.Device.cpu();
        PtNDManager root = (PtNDManager) engine.newBaseManager(device);
        DjlBackend backend = new DjlBackend(root, description(engine, settings));
        backend.recordGradients(false);
        return backend;
    }

    private static String description(Engine engine, EngineSettings settings) {
        int threads = JniUtils.getNumThreads();
        return "DJL " + Engine.getDjlVersion() + " (PyTorch " + engine.getVersion() + "), " + settings.device() + ", "
                + settings.precision() + ", " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    PtNDManager manager() {
        return scopes.element();
    }

    @Override
    TorchFunctions functions() {
        return functions;
    }

    @Override
    public Scope scope() {
        PtNDManager scope = manager().newSubManager(root.getDevice());
        scopes.push(scope);
        return () -> {
            if (scopes.contains(scope)) {
                while (manager() != scope) {
                    scopes.pop().close();
                }
                scopes.pop().close();
            }
        };
    }

    /** Number of arrays that are not freed yet: leaves, and those of open scopes. */
    int arrays() {
        return root.getManagedArrays().size();
    }

    @Override
    public NDArray constant(HostTensor value) {
        return create(manager(), value);
    }

    private PtNDArray create(PtNDManager owner, HostTensor value) {
        try (PtNDArray staged = stage(owner, value)) {
            return (PtNDArray) staged.duplicate();
        }
    }

    /**
     * An array on a buffer outside the heap, which the next call writes again: DJL would take a new buffer for each array,
     * and those wait for the garbage collector.
     */
    private PtNDArray stage(PtNDManager owner, HostTensor value) {
        boolean floats = value instanceof HostTensor.Floats;
        int width = floats ? Float.BYTES : Long.BYTES;
        int size = Math.multiplyExact(width, Math.toIntExact(value.shape().elements()));
        if (staging.capacity() < size) {
            staging = ByteBuffer.allocateDirect(size);
        }
        ByteBuffer bytes = staging.duplicate().limit(size).slice().order(ByteOrder.nativeOrder());
        if (value instanceof HostTensor.Floats given) {
            bytes.asFloatBuffer().put(given.values());
        } else if (value instanceof HostTensor.Longs given) {
            bytes.asLongBuffer().put(given.values());
        }
        DataType type = floats ? DataType.FLOAT32 : DataType.INT64;
        return owner.create(bytes, djl(value.shape()), type);
    }

    @Override
    public NDArray leaf(HostTensor.Floats value, boolean trainable) {
        PtNDArray leaf = create(leaves, value);
        leaf.setRequiresGradient(trainable);
        return leaf;
    }

    @Override
    public void release(NDArray leaf) {
        leaf.close();
    }

    @Override
    public void assign(NDArray leaf, HostTensor.Floats value) {
        if (!shape(leaf).equals(value.shape())) {
            throw new IllegalArgumentException(
                    "value of a leaf: expected shape " + shape(leaf) + ", found " + value.shape());
        }
        try (PtNDArray staged = stage(root, value)) {
            functions.move(torch(leaf), staged, 1);
        }
    }

    @Override
    public void bind(Map<String, NDArray> bound) {
        parameters = bound;
    }

    @Override
    public NDArray parameter(ParameterSpec spec) {
        NDArray parameter = parameters.get(spec.name());
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + spec.name() + " is bound");
        }
        Shape found = shape(parameter);
        if (!found.equals(spec.shape())) {
            throw new IllegalArgumentException(
                    "parameter " + spec.name() + ": expected shape " + spec.shape() + ", found " + found);
        }
        return parameter;
    }

    @Override
    public HostTensor.Floats floats(NDArray tensor) {
        float[] values = new float[elements(tensor, DataType.FLOAT32)];
        bytes(tensor).asFloatBuffer().get(values);
        return new HostTensor.Floats(shape(tensor), values);
    }

    @Override
    public HostTensor.Longs longs(NDArray tensor) {
        long[] values = new long[elements(tensor, DataType.INT64)];
        bytes(tensor).asLongBuffer().get(values);
        return new HostTensor.Longs(shape(tensor), values);
    }

    private int elements(NDArray tensor, DataType type) {
        if (tensor.getDataType() != type) {
            throw new IllegalArgumentException("expected values of type " + type + ", found " + tensor.getDataType());
        }
        return Math.toIntExact(tensor.size());
    }

    private static ByteBuffer bytes(NDArray tensor) {
        return tensor.toByteBuffer(true).order(ByteOrder.nativeOrder());
    }

    @Override
    boolean recording() {
        return recording;
    }

    // Torch keeps both switches per thread. Its optimiser of scripts would compile each function anew for new sizes.
    @Override
    public void recordGradients(boolean record) {
        recording = record;
        JniUtils.setGradMode(record);
        JniUtils.setGraphExecutorOptimize(false);
    }

    @Override
    public void backward(NDArray scalar, double scale) {
        if (!functions.differentiable(torch(scalar))) {
            throw new IllegalStateException("expected a scalar computed from a trainable leaf while gradients are"
                    + " recorded, found one that has no gradient");
        }
        try (NDArray seed = manager().full(scalar.getShape(), (float) scale, DataType.FLOAT32)) {
            JniUtils.backward(torch(scalar), torch(seed), false, false);
        }
    }

    @Override
    public Optional<NDArray> gradient(NDArray leaf) {
        return Optional.ofNullable(JniUtils.getGradient(torch(leaf))).map(this::kept);
    }

    // Zeroing would leave a gradient of 0, which decays parameters that the next batch does not reach. A tensor on the
    // same memory starts with none, and torch hands over the next one instead of adding it.
    @Override
    public void clearGradients(Collection<NDArray> collection) {
        for (NDArray leaf : collection) {
            PtNDArray gradient = JniUtils.getGradient(torch(leaf));
            if (gradient != null) {
                gradient.close();
                leaf.intern(leaf.stopGradient());
                leaf.setRequiresGradient(true);
            }
        }
    }

    @Override
    public double gradientNorm(Collection<NDArray> collection) {
        try (Scope scope = scope()) {
            PtNDArray[] gradients = gradients(collection);
            return gradients.length == 0 ? 0 : functions.norm(gradients);
        }
    }

    @Override
    public void scaleGradients(Collection<NDArray> collection, double factor) {
        try (Scope scope = scope()) {
            PtNDArray[] gradients = gradients(collection);
            if (gradients.length > 0) {
                functions.scale(factor, gradients);
            }
        }
    }

    private PtNDArray[] gradients(Collection<NDArray> collection) {
        List<PtNDArray> gradients = new ArrayList<>();
        collection.forEach(leaf -> gradient(leaf).map(DjlOperations::torch).ifPresent(gradients::add));
        return gradients.toArray(PtNDArray[]::new);
    }

    @Override
    public void adamW(NDArray parameter, NDArray mean, NDArray variance, AdamWStep step) {
        try (PtNDArray gradient = JniUtils.getGradient(torch(parameter))) {
            if (gradient != null) {
                functions.adamW(torch(parameter), gradient, torch(mean), torch(variance), step);
            }
        }
    }

    @Override
    public void average(NDArray target, NDArray source, double momentum) {
        functions.move(torch(target), torch(source), 1 - momentum);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        recordGradients(false);
        parameters = Map.of();
        functions.close();
        while (!scopes.isEmpty()) {
            scopes.pop().close();
        }
    }
}
