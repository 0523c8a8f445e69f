package io.facet.training.engine;

import java.util.LinkedHashMap;
import java.util.Map;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Program;

/**
 * Runs one program forward with fixed parameters. Owns their native memory until {@link #close()}; the backend stays
 * open. Used by one thread.
 *
 * @param <T> the backend's tensor
 */
public final class Inference<T> implements AutoCloseable {
    private final Backend<T> backend;
    private final Program program;
    private final Map<String, T> parameters = new LinkedHashMap<>();

    public Inference(Backend<T> backend, Program program, Parameters parameters) {
        this.backend = backend;
        this.program = program;
        parameters.values().forEach((name, value) -> this.parameters.put(name, backend.leaf(value, false)));
    }

    /** The program's float32 results for a batch. */
    public Map<String, HostTensor.Floats> run(Map<String, HostTensor> batch) {
        backend.bind(parameters);
        try (Backend.Scope scope = backend.scope()) {
            Map<String, T> inputs = new LinkedHashMap<>();
            batch.forEach((name, value) -> inputs.put(name, backend.constant(value)));
            Map<String, HostTensor.Floats> results = new LinkedHashMap<>();
            program.apply(backend, inputs).forEach((name, value) -> results.put(name, backend.floats(value)));
            return results;
        }
    }

    /** Frees the parameters. */
    @Override
    public void close() {
        parameters.values().forEach(backend::release);
        parameters.clear();
    }
}
