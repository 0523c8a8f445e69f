package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;

/**
 * Maps a feature to the space where images and texts meet: {@code name.weight [out, in]}, no bias. FaRL §3.2 calls it a
 * small MLP; the published weights hold one matrix.
 */
public record Projection(String name, int in, int out) {
    /** {@code [B, in]} → {@code [B, out]}, not normalised. */
    public <T> T apply(Ops<T> ops, T feature) {
        return new Linear(name, in, out, false, Initialization.normal(1 / Math.sqrt(in))).apply(ops, feature);
    }
}
