package io.facet.domain.bundle;

import java.util.List;

/**
 * A float32 tensor.
 *
 * @param name of the tensor
 * @param shape dimensions, the first being the batch, written −1
 */
public record TensorSpec(String name, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }
}
