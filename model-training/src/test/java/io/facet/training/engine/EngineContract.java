package io.facet.training.engine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Tests that hold on every engine: a backend is open during each.
 *
 * @param <T> the engine's tensor
 */
public abstract class EngineContract<T> {
    protected Backend<T> backend;

    /** A backend that computes in float32 on the CPU, with one thread. */
    protected abstract Backend<T> open();

    @BeforeEach
    void openBackend() {
        backend = open();
    }

    @AfterEach
    void closeBackend() {
        backend.close();
    }

    protected T floats(Shape shape, double... values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return backend.constant(new HostTensor.Floats(shape, floats));
    }

    protected T longs(long... values) {
        return backend.constant(new HostTensor.Longs(Shape.of(values.length), values));
    }
}
