package io.facet.training.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;

/**
 * Trains one program on one backend: gradients of batches are accumulated, then AdamW takes a step.
 *
 * <p>Owns the native memory of parameters and moments until {@link #close()}; the backend stays open. Used by one
 * thread.
 *
 * @param <T> the backend's tensor
 */
public final class Learner<T> implements AutoCloseable {
    private final Backend<T> backend;
    private final Program program;
    private final OptimizerSettings settings;
    private final Map<String, T> parameters = new LinkedHashMap<>();
    private final Map<String, Slot<T>> slots = new LinkedHashMap<>();
    private final Map<String, T> averages = new LinkedHashMap<>();
    private double averageMomentum;
    private long updates;

    private record Slot<T>(ParameterSpec spec, T parameter, T mean, T variance) {}

    private Learner(Backend<T> backend, Program program, OptimizerSettings settings) {
        this.backend = backend;
        this.program = program;
        this.settings = settings;
    }

    /**
     * @param specs the program's parameters
     * @param initial a value for each of them
     */
    public static <T> Learner<T> start(
            Backend<T> backend,
            Program program,
            List<ParameterSpec> specs,
            Parameters initial,
            OptimizerSettings settings) {
        Learner<T> learner = new Learner<>(backend, program, settings);
        for (ParameterSpec spec : specs) {
            learner.add(spec, initial.get(spec.name()));
        }
        return learner;
    }

    private void add(ParameterSpec spec, HostTensor.Floats value) {
        if (!value.shape().equals(spec.shape())) {
            throw new IllegalArgumentException(
                    "parameter " + spec.name() + ": expected shape " + spec.shape() + ", found " + value.shape());
        }
        boolean trained = settings.trains(spec.name()) && !spec.statistic();
        T parameter = backend.leaf(value, trained);
        parameters.put(spec.name(), parameter);
        if (trained) {
            slots.put(spec.name(), new Slot<>(spec, parameter, zeros(spec), zeros(spec)));
        }
    }

    private T zeros(ParameterSpec spec) {
        float[] values = new float[Math.toIntExact(spec.shape().elements())];
        return backend.leaf(new HostTensor.Floats(spec.shape(), values), false);
    }

    /**
     * Keeps, from now on, an exponential moving average of the trained parameters beside them; {@link #evaluate} uses it.
     * Costs the memory of one more copy.
     *
     * @param momentum m after each update: average ← m · average + (1 − m) · parameter; early on less, so that a short run's
     *     average has nothing of what it began with (as TensorFlow's ExponentialMovingAverage does with num_updates)
     */
    public void keepAverages(double momentum) {
        if (!(momentum > 0 && momentum < 1)) {
            throw new IllegalArgumentException("the momentum of an average is between 0 and 1, found " + momentum);
        }
        averageMomentum = momentum;
        try (Backend.Scope scope = backend.scope()) {
            slots.forEach((name, slot) ->
                    averages.computeIfAbsent(name, key -> backend.leaf(backend.floats(slot.parameter()), false)));
        }
    }

    /**
     * Runs the program on a batch and adds the gradients of its loss.
     *
     * @param share weight of this batch among those of one update; 1 / their number
     * @return every scalar the program gave, the loss among them, not weighted; means over processes
     */
    public Map<String, Double> accumulate(Map<String, HostTensor> batch, double share) {
        backend.bind(parameters);
        backend.recordGradients(true);
        try (Backend.Scope scope = backend.scope()) {
            Map<String, T> results = program.apply(backend, constants(batch));
            T loss = results.get(Program.LOSS);
            if (loss == null) {
                throw new IllegalStateException("the program gives no " + Program.LOSS + ", only " + results.keySet());
            }
            backend.backward(loss, share);
            return scalars(results);
        } finally {
            backend.recordGradients(false);
        }
    }

    /** The program's scalars for a batch, with no gradients, by the averaged parameters where these are kept. */
    public Map<String, Double> evaluate(Map<String, HostTensor> batch) {
        Map<String, T> weights = new LinkedHashMap<>(parameters);
        weights.putAll(averages);
        backend.bind(weights);
        try (Backend.Scope scope = backend.scope()) {
            return scalars(program.apply(backend, constants(batch)));
        }
    }

    /**
     * Takes one step with the accumulated gradients and forgets them.
     *
     * @param rate learning rate before the groups' factors
     * @return global norm of the gradients before they were clipped; where it is not finite, no step was taken
     */
    public double update(double rate) {
        List<T> trained = slots.values().stream().map(Slot::parameter).toList();
        try (Backend.Scope scope = backend.scope()) {
            backend.averageGradients(trained);
            double norm = backend.gradientNorm(trained);
            if (Double.isFinite(norm)) {
                clip(trained, norm);
                updates++;
                slots.forEach((name, slot) ->
                        backend.adamW(slot.parameter(), slot.mean(), slot.variance(), step(slot.spec(), rate)));
                double momentum = averageMomentum();
                averages.forEach((name, average) -> backend.average(average, parameters.get(name), momentum));
            }
            backend.clearGradients(trained);
            return norm;
        }
    }

    private double averageMomentum() {
        return Math.min(averageMomentum, (1.0 + updates) / (10.0 + updates));
    }

    private void clip(List<T> trained, double norm) {
        if (settings.clipNorm() > 0 && norm > settings.clipNorm()) {
            backend.scaleGradients(trained, settings.clipNorm() / norm);
        }
    }

    private AdamWStep step(ParameterSpec spec, double rate) {
        return new AdamWStep(
                rate * settings.rateFactor(spec.name()),
                spec.decays() ? settings.weightDecay() : 0,
                settings.beta1(),
                settings.beta2(),
                settings.epsilon(),
                updates);
    }

    /** Moves the parameters under one prefix towards those under another: target ← m · target + (1 − m) · source. */
    public void average(String targetPrefix, String sourcePrefix, double momentum) {
        try (Backend.Scope scope = backend.scope()) {
            parameters.forEach((name, target) -> {
                if (name.startsWith(targetPrefix)) {
                    String source = sourcePrefix + name.substring(targetPrefix.length());
                    backend.average(target, parameter(source), momentum);
                }
            });
        }
    }

    /** Brings those values of a parameter down to a bound that are above it. */
    public void limit(String name, double most) {
        T parameter = parameter(name);
        HostTensor.Floats found = backend.floats(parameter);
        float[] values = found.values();
        boolean above = false;
        for (int i = 0; i < values.length; i++) {
            above |= values[i] > most;
            values[i] = (float) Math.min(values[i], most);
        }
        if (above) {
            backend.assign(parameter, found);
        }
    }

    private T parameter(String name) {
        T parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter;
    }

    /** The gradients accumulated so far, of those parameters that any reached. */
    public Parameters gradients() {
        Map<String, HostTensor.Floats> gradients = new LinkedHashMap<>();
        try (Backend.Scope scope = backend.scope()) {
            slots.forEach((name, slot) -> backend.gradient(slot.parameter())
                    .ifPresent(gradient -> gradients.put(name, backend.floats(gradient))));
        }
        return new Parameters(gradients);
    }

    /** Names of the parameters that are trained: those that are not frozen. */
    public List<String> trained() {
        return List.copyOf(slots.keySet());
    }

    /** The parameters as they are now. */
    public Parameters parameters() {
        return values(parameters);
    }

    /** What to use the network with: the averages where they are kept, else the parameters as they are now. */
    public Parameters weights() {
        return parameters().with(values(averages));
    }

    /** A copy of all that was learnt. */
    public LearnerState state() {
        Map<String, T> means = new LinkedHashMap<>();
        Map<String, T> variances = new LinkedHashMap<>();
        slots.forEach((name, slot) -> {
            means.put(name, slot.mean());
            variances.put(name, slot.variance());
        });
        return new LearnerState(parameters(), values(means), values(variances), values(averages), updates);
    }

    private Parameters values(Map<String, T> tensors) {
        Map<String, HostTensor.Floats> values = new LinkedHashMap<>();
        try (Backend.Scope scope = backend.scope()) {
            tensors.forEach((name, tensor) -> values.put(name, backend.floats(tensor)));
        }
        return new Parameters(values);
    }

    /** Goes back to a state of the same program. Averages that are kept here and not there begin at the parameters. */
    public void restore(LearnerState state) {
        parameters.forEach(
                (name, leaf) -> backend.assign(leaf, state.parameters().get(name)));
        slots.forEach((name, slot) -> {
            backend.assign(slot.mean(), state.means().get(name));
            backend.assign(slot.variance(), state.variances().get(name));
        });
        Parameters weights = state.weights();
        averages.forEach((name, average) -> backend.assign(average, weights.get(name)));
        updates = state.updates();
    }

    private Map<String, T> constants(Map<String, HostTensor> batch) {
        Map<String, T> inputs = new LinkedHashMap<>();
        batch.forEach((name, value) -> inputs.put(name, backend.constant(value)));
        return inputs;
    }

    private Map<String, Double> scalars(Map<String, T> results) {
        List<String> names = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        results.forEach((name, value) -> {
            if (backend.shape(value).rank() == 0) {
                names.add(name);
                values.add((double) backend.floats(value).values()[0]);
            }
        });
        double[] means = backend.meanOverProcesses(
                values.stream().mapToDouble(Double::doubleValue).toArray());
        Map<String, Double> scalars = new LinkedHashMap<>();
        for (int i = 0; i < means.length; i++) {
            scalars.put(names.get(i), means[i]);
        }
        return scalars;
    }

    /** Frees parameters, moments and averages. */
    @Override
    public void close() {
        slots.values().forEach(slot -> {
            backend.release(slot.mean());
            backend.release(slot.variance());
        });
        parameters.values().forEach(backend::release);
        averages.values().forEach(backend::release);
        slots.clear();
        averages.clear();
        parameters.clear();
    }
}
