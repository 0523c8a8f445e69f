package io.facet.inference.session;

import java.util.List;

import io.facet.domain.bundle.TensorSpec;

/**
 * An input or output of a model.
 *
 * @param name of the tensor
 * @param type of its elements
 * @param shape dimensions; −1 where any size is taken or given
 */
public record TensorPort(String name, ElementType type, List<Long> shape) {
    public TensorPort {
        shape = List.copyOf(shape);
    }

    /** The port of a float32 tensor. */
    public static TensorPort of(TensorSpec spec) {
        return new TensorPort(spec.name(), ElementType.FLOAT32, spec.shape());
    }

    /** Whether a tensor of the other shape fits this port: same rank, and equal where neither side is free. */
    public boolean fits(List<Long> other) {
        if (other.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            long mine = shape.get(i);
            long theirs = other.get(i);
            if (mine >= 0 && theirs >= 0 && mine != theirs) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return name + " " + type + shape;
    }
}
