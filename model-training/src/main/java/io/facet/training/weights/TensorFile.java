package io.facet.training.weights;

import java.util.Map;

import io.facet.training.tensor.HostTensor;

/**
 * An open file of named tensors. What is in it is known at once, values are read when asked for, so that a file larger
 * than memory can be listed. For one thread; whoever opens it closes it.
 */
public sealed interface TensorFile extends AutoCloseable permits SafetensorsFile {
    /** What the file is, for people: {@code safetensors}, {@code PyTorch zip}. */
    String format();

    /** All tensors by name, in the order of the file. */
    Map<String, TensorInfo> tensors();

    /** Free text that came with the tensors; empty if the format has none. */
    Map<String, String> metadata();

    /**
     * Reads a tensor's values: float32 for every floating-point type, int64 for every integer type.
     *
     * @throws IllegalArgumentException if there is no tensor of that name
     * @throws io.facet.domain.UserError if the file ends before the tensor does
     */
    HostTensor read(String name);

    /** Idempotent. */
    @Override
    void close();
}
