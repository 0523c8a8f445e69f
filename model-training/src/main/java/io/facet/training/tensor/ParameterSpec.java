package io.facet.training.tensor;

import java.util.Objects;

/**
 * A parameter as its network declares it.
 *
 * @param name unique in the program, dotted, for example {@code encoder.blocks.3.attention.qkv.weight}
 * @param shape fully known
 * @param initialization how it begins when training starts from nothing
 * @param statistic whether it is what a norm has seen so far, such as a running mean: moved by running the program while
 *     gradients are recorded, not by the optimiser
 */
public record ParameterSpec(String name, Shape shape, Initialization initialization, boolean statistic) {
    public ParameterSpec {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(initialization, "initialization is null");
        if (shape.elements() == Shape.ANY) {
            throw new IllegalArgumentException("parameter " + name + " has an open shape " + shape);
        }
    }

    /** A parameter that is trained. */
    public ParameterSpec(String name, Shape shape, Initialization initialization) {
        this(name, shape, initialization, false);
    }

    /** What a norm has seen so far. */
    public static ParameterSpec statistic(String name, Shape shape, Initialization initialization) {
        return new ParameterSpec(name, shape, initialization, true);
    }

    /** Norms, biases, tokens and scalars take no weight decay: they have one axis, or are named as positions or tokens. */
    public boolean decays() {
        return shape.rank() > 1 && !name.endsWith(".positions") && !name.endsWith(".token");
    }
}
