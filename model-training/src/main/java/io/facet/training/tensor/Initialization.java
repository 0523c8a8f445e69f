package io.facet.training.tensor;

import java.util.function.Supplier;

/** How a parameter begins. Values are drawn from the run's seed and the parameter's name: its place does not matter. */
public sealed interface Initialization {
    /** Every element the same: 0 for biases, 1 for the gain of a norm. */
    record Constant(double value) implements Initialization {}

    /** Normal, mean 0. */
    record Normal(double standardDeviation) implements Initialization {}

    /** Normal, mean 0, drawn again outside ±2 standard deviations. */
    record TruncatedNormal(double standardDeviation) implements Initialization {}

    /** Uniform in ±bound. */
    record Uniform(double bound) implements Initialization {}

    /** Given values, for example position codes, computed when a run begins and not each time; row-major. */
    record Computed(Supplier<float[]> values) implements Initialization {}

    static Initialization zeros() {
        return new Constant(0);
    }

    static Initialization ones() {
        return new Constant(1);
    }

    static Initialization normal(double standardDeviation) {
        return new Normal(standardDeviation);
    }

    /** Uniform Glorot (Xavier): ±√(6 / (fan in + fan out)). */
    static Initialization xavier(long fanIn, long fanOut) {
        return new Uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
    }
}
