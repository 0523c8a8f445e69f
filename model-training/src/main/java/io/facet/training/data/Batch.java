package io.facet.training.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.tensor.HostTensor;

/**
 * What one pass of a program takes.
 *
 * @param tensors inputs by name
 * @param keys of the samples in it, in order; error messages name them
 */
public record Batch(Map<String, HostTensor> tensors, List<String> keys) {
    public Batch {
        tensors = new LinkedHashMap<>(tensors);
        keys = List.copyOf(keys);
    }

    public int size() {
        return keys.size();
    }
}
