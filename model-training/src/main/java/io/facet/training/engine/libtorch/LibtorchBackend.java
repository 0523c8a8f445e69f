package io.facet.training.engine.libtorch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.facet.training.engine.AdamWStep;
import io.facet.training.engine.EngineSettings;
import io.facet.training.engine.Precision;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * libtorch, alone or as one of several processes that train together.
 *
 * <p>A program is run by several processes as by one with their batches put together: {@link #gatherFromAll} gives the
 * rows of all, and where each process's loss is the mean over its own rows, the gradients that {@link
 * #averageGradients} leaves are those of the mean over all rows. Every process must do the same operations in the same
 * order.
 *
 * <p>{@link #checkpoint} and {@link #gatherFromAll} cut libtorch's graph: {@link #backward} carries gradients over.
 *
 * <p>Native memory: tensors made outside of any {@link #scope()} by the thread that opened the backend are freed by
 * {@link #close()}, which that thread calls.
 */
public final class LibtorchBackend extends LibtorchOps {
    private final LibtorchDevice device;
    private final Collectives collectives;
    private final PointerScope unscoped = tensorsOnly();
    private final Set<Tensor> leaves = Collections.newSetFromMap(new IdentityHashMap<>());
    private Map<String, Tensor> parameters = Map.of();
    private Tape tape = new Tape();
    private boolean recording;
    private boolean trainableRead;
    private boolean closed;

    private LibtorchBackend(LibtorchDevice device, Collectives collectives) {
        this.device = device;
        this.collectives = collectives;
        recordGradients(false);
    }

    /**
     * Opens it for a process that trains alone.
     *
     * @throws io.facet.domain.UserError if the device or the precision can't be had
     */
    public static LibtorchBackend open(EngineSettings settings) {
        return new LibtorchBackend(LibtorchDevice.open(settings, 0), Collectives.alone());
    }

    /**
     * Opens it for one process of a group, Gloo on CPUs and NCCL on GPUs, and waits for the others. On a GPU, processes
     * take the devices of their host in the order of their ranks.
     *
     * @throws io.facet.domain.UserError if the device or the precision can't be had
     * @throws ProcessGroupException if the others do not come in time
     */
    public static LibtorchBackend open(EngineSettings settings, ProcessGroupSettings group) {
        LibtorchDevice device = LibtorchDevice.open(settings, group.rank());
        return new LibtorchBackend(device, Collectives.join(group, device));
    }

    @SuppressWarnings("unchecked") // an array of classes can't be generic
    private static PointerScope tensorsOnly() {
        return new PointerScope(Tensor.class);
    }

    @Override
    public String description() {
        return processes() == 1
                ? device.description()
                : device.description() + ", process " + rank() + " of " + processes() + " (" + collectives.name() + ")";
    }

    @Override
    public Scope scope() {
        // Both are settings of a thread, and the one that opens the scope may be another than last time.
        GradMode.set_enabled(recording);
        device.enterThread();
        return new TensorScope();
    }

    private final class TensorScope implements Scope {
        private final int cuts = tape.size();
        private final PointerScope pointers = new PointerScope();
        private boolean open = true;

        @Override
        public void close() {
            if (open) {
                open = false;
                tape.truncate(cuts);
                pointers.close();
            }
        }
    }

    @Override
    public Tensor constant(HostTensor value) {
        return device.tensor(value);
    }

    @Override
    public Tensor leaf(HostTensor.Floats value, boolean trainable) {
        try (PointerScope temporary = new PointerScope()) {
            Tensor leaf = device.tensor(value);
            leaf.set_requires_grad(trainable);
            leaf.retainReference();
            leaves.add(leaf);
            return leaf;
        }
    }

    @Override
    public void release(Tensor leaf) {
        if (leaves.remove(leaf)) {
            leaf.releaseReference();
        }
    }

    @Override
    public void bind(Map<String, Tensor> named) {
        parameters = named;
    }

    @Override
    public Tensor parameter(ParameterSpec spec) {
        Tensor parameter = parameters.get(spec.name());
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + spec.name() + " among " + parameters.size());
        }
        Shape found = shape(parameter);
        if (!found.equals(spec.shape())) {
            throw new IllegalArgumentException(
                    "parameter " + spec.name() + ": expected shape " + spec.shape() + ", found " + found);
        }
        trainableRead |= parameter.requires_grad();
        return parameter;
    }

    @Override
    public HostTensor.Floats floats(Tensor tensor) {
        return device.floats(tensor, shape(tensor));
    }

    @Override
    public HostTensor.Longs longs(Tensor tensor) {
        return device.longs(tensor, shape(tensor));
    }

    /** On a CPU the fused one is 17 times as slow in bfloat16 as its parts (65 tokens, measured). */
    @Override
    boolean fusesAttention() {
        return device.isGpu() || device.precision() == Precision.FP32;
    }

    @Override
    boolean recording() {
        return recording;
    }

    @Override
    public void recordGradients(boolean record) {
        recording = record;
        GradMode.set_enabled(record);
    }

    @Override
    public void backward(Tensor scalar, double scale) {
        if (scalar.dim() != 0) {
            throw new IllegalArgumentException("backward: expected a scalar, found shape " + shape(scalar));
        }
        if (!scalar.requires_grad()) {
            throw new IllegalStateException("backward: no trainable leaf was used while gradients were recorded");
        }
        backward(scalar, device.scalar(scale));
    }

    private void backward(Tensor result, Tensor gradient) {
        try (PointerScope temporary = new PointerScope()) {
            run(result, gradient);
            tape.carry();
        }
    }

    /** The graph before a cut may be passed several times: from the loss directly, and from each cut. */
    private void run(Tensor result, Tensor gradient) {
        boolean again = tape.size() > 0;
        Tensor seed = gradient.to(result.scalar_type());
        result.backward(seed, new BoolOptional(again), false, new TensorArrayRefOptional());
    }

    /**
     * Chen et al., Training deep nets with sublinear memory cost, 2016: the block is run without keeping anything, and
     * once more, with its gradient, when {@link #backward} comes to it.
     */
    @Override
    public Tensor checkpoint(Tensor x, UnaryOperator<Tensor> block) {
        if (!recording) {
            return keepingResult(() -> block.apply(x));
        }
        boolean readBefore = trainableRead;
        trainableRead = false;
        Tensor result = recording(false, () -> keepingResult(() -> block.apply(x.detach())));
        if (x.requires_grad() || trainableRead) {
            result.set_requires_grad(true);
            tape.add(result, gradient -> recompute(x, block, gradient));
        }
        trainableRead |= readBefore;
        return result;
    }

    /** Frees what is made but for the result. */
    private static Tensor keepingResult(Supplier<Tensor> computation) {
        Tensor result;
        try (PointerScope inner = new PointerScope()) {
            result = computation.get().detach();
            result.retainReference();
        }
        PointerScope outer = PointerScope.getInnerScope();
        if (outer != null) {
            outer.attach(result);
            result.releaseReference();
        }
        return result;
    }

    private void recompute(Tensor x, UnaryOperator<Tensor> block, Tensor gradient) {
        Tape outer = tape;
        try (PointerScope inner = new PointerScope()) {
            Tensor input = x.detach();
            input.set_requires_grad(x.requires_grad());
            tape = new Tape();
            Tensor result = recording(true, () -> block.apply(input));
            if (result.requires_grad()) {
                backward(result, gradient);
            }
            tape = outer;
            if (input.grad().defined()) {
                run(x, input.grad());
            }
        } finally {
            tape = outer;
        }
    }

    private <R> R recording(boolean record, Supplier<R> computation) {
        boolean before = recording;
        recordGradients(record);
        try {
            return computation.get();
        } finally {
            recordGradients(before);
        }
    }

    @Override
    public Tensor gatherFromAll(Tensor x) {
        if (processes() == 1) {
            return x;
        }
        Tensor rows = recording(false, () -> keepingResult(() -> collectives.gather(x.detach())));
        if (recording && x.requires_grad()) {
            rows.set_requires_grad(true);
            tape.add(rows, gradient -> {
                Tensor total = collectives.sum(gradient.contiguous());
                run(x, total.narrow(0, rank() * x.size(0), x.size(0)));
            });
        }
        return rows;
    }

    @Override
    public Tensor rowsAmongAll(Tensor x) {
        long rows = x.size(0);
        long[] own = new long[Math.toIntExact(rows)];
        for (int i = 0; i < own.length; i++) {
            own[i] = rank() * rows + i;
        }
        return constant(new HostTensor.Longs(Shape.of(rows), own));
    }

    @Override
    public Optional<Tensor> gradient(Tensor leaf) {
        return hasGradient(leaf) ? Optional.of(leaf.grad().detach()) : Optional.empty();
    }

    private static boolean hasGradient(Tensor leaf) {
        return leaf.grad().defined();
    }

    @Override
    public void clearGradients(Collection<Tensor> of) {
        of.stream()
                .filter(LibtorchBackend::hasGradient)
                .forEach(leaf -> leaf.mutable_grad().reset());
    }

    @Override
    public double gradientNorm(Collection<Tensor> of) {
        try (PointerScope temporary = new PointerScope()) {
            ScalarOptional two = new ScalarOptional(new Scalar(2.0));
            Tensor squares = device.zeros(ScalarType.Double);
            for (Tensor leaf : of) {
                if (hasGradient(leaf)) {
                    Tensor norm = leaf.grad().norm(two, ScalarType.Double);
                    squares.add_(norm.square());
                }
            }
            return Math.sqrt(squares.item_double());
        }
    }

    @Override
    public void scaleGradients(Collection<Tensor> of, double factor) {
        try (PointerScope temporary = new PointerScope()) {
            Scalar scale = new Scalar(factor);
            of.stream()
                    .filter(LibtorchBackend::hasGradient)
                    .forEach(leaf -> leaf.grad().mul_(scale));
        }
    }

    @Override
    public void averageGradients(Collection<Tensor> of) {
        if (processes() > 1) {
            inPlace(() -> collectives.averageGradients(List.copyOf(of)));
        }
    }

    @Override
    public void adamW(Tensor parameter, Tensor mean, Tensor variance, AdamWStep step) {
        if (!hasGradient(parameter)) {
            return;
        }
        inPlace(() -> {
            Tensor gradient = parameter.grad();
            parameter.mul_(new Scalar(1 - step.rate() * step.weightDecay()));
            mean.lerp_(gradient, new Scalar(1 - step.beta1()));
            variance.mul_(new Scalar(step.beta2())).addcmul_(gradient, gradient, new Scalar(1 - step.beta2()));
            Tensor root = variance.sqrt();
            root.mul_(new Scalar(1 / Math.sqrt(step.varianceCorrection()))).add_(new Scalar(step.epsilon()));
            parameter.addcdiv_(mean, root, new Scalar(-step.rate() / step.meanCorrection()));
        });
    }

    @Override
    public void average(Tensor target, Tensor source, double momentum) {
        inPlace(() -> target.lerp_(source, new Scalar(1 - momentum)));
    }

    @Override
    public void assign(Tensor leaf, HostTensor.Floats value) {
        if (!shape(leaf).equals(value.shape())) {
            throw new IllegalArgumentException("assign: expected shape " + shape(leaf) + ", found " + value.shape());
        }
        inPlace(() -> leaf.copy_(device.tensor(value)));
    }

    /** Leaves may be written only where gradients are not recorded. */
    private void inPlace(Runnable change) {
        boolean before = GradMode.is_enabled();
        GradMode.set_enabled(false);
        try (PointerScope temporary = new PointerScope()) {
            change.run();
        } finally {
            GradMode.set_enabled(before);
        }
    }

    @Override
    public int rank() {
        return collectives.rank();
    }

    @Override
    public int processes() {
        return collectives.processes();
    }

    @Override
    public double[] meanOverProcesses(double[] figures) {
        return processes() == 1 ? figures : collectives.mean(figures);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        tape.truncate(0);
        new ArrayList<>(leaves).forEach(this::release);
        unscoped.close();
        collectives.close();
        device.leaveThread();
    }
}
