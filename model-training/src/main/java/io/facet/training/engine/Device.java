package io.facet.training.engine;

/** Where tensors live. */
public enum Device {
    CPU,
    CUDA
}
