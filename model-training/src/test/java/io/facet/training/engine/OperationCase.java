package io.facet.training.engine;

import java.util.List;
import java.util.function.BiFunction;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;

/**
 * An operation, its inputs, and the values it must give.
 *
 * @param inputs float32 ones are differentiated by
 * @param smooth whether it has gradients
 * @param <T> of the interpreter: the same cases run on an engine and on the declaration
 */
record OperationCase<T>(
        String name,
        List<HostTensor> inputs,
        BiFunction<Ops<T>, List<T>, T> operation,
        double[] expected,
        boolean smooth) {

    @Override
    public String toString() {
        return name;
    }
}
