package io.facet.training.engine;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;

/**
 * A library that runs programs and differentiates them.
 *
 * <p><b>Native memory.</b> Tensors made by operations, by {@link #constant} and by {@link #gradient} belong to the
 * innermost open {@link #scope()} and are freed when it closes. Leaves belong to who asked for them, until {@link
 * #release}. What is left is freed by {@link #close()}. Used by one thread at a time.
 *
 * @param <T> its tensor
 */
public interface Backend<T> extends Ops<T>, AutoCloseable {
    /** For the start-up line: library and version, device, precision, threads; as in {@code DJL 0.35.1 (PyTorch 2.7.1), CPU, FP32, 2 threads}. */
    String description();

    /** A region whose tensors are freed at its close. */
    interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    Scope scope();

    /** A tensor that outlives scopes: a parameter (differentiable if trainable) or a part of the optimiser's state. */
    T leaf(HostTensor.Floats value, boolean trainable);

    void release(T leaf);

    /** The parameters that {@link #parameter} hands out from now on, by name. */
    void bind(Map<String, T> parameters);

    /** A copy of the values; waits for the device. */
    HostTensor.Floats floats(T tensor);

    /** A copy of int64 values. */
    HostTensor.Longs longs(T tensor);

    /** Turns recording for gradients on or off, on this thread; off at first. */
    void recordGradients(boolean record);

    /** Adds scale × d scalar/d leaf to the gradient of every trainable leaf that the scalar was computed from. */
    void backward(T scalar, double scale);

    /** The gradient collected so far; empty if none reached the leaf. */
    Optional<T> gradient(T leaf);

    void clearGradients(Collection<T> leaves);

    /** √ of the sum of all squared gradients, in float64 over leaves; not finite if any gradient is not. */
    double gradientNorm(Collection<T> leaves);

    void scaleGradients(Collection<T> leaves, double factor);

    /** Replaces gradients by their mean over processes; nothing to do where there is one. */
    default void averageGradients(Collection<T> leaves) {}

    /**
     * One step of AdamW (Loshchilov and Hutter, 2019, algorithm 2, the decay scaled by the rate), in place. Does nothing
     * if no gradient reached the parameter.
     *
     * @param mean first moment, updated
     * @param variance second moment, updated
     */
    void adamW(T parameter, T mean, T variance, AdamWStep step);

    /** target ← momentum · target + (1 − momentum) · source, in place; 0 copies. */
    void average(T target, T source, double momentum);

    /** Overwrites a leaf. */
    void assign(T leaf, HostTensor.Floats value);

    /** Rank of this process, from 0. */
    default int rank() {
        return 0;
    }

    default int processes() {
        return 1;
    }

    /** The mean over processes of some figures, in their order. */
    default double[] meanOverProcesses(double[] figures) {
        return figures;
    }

    /** Frees everything; a second call does nothing. */
    @Override
    void close();
}
