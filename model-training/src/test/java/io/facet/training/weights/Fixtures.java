package io.facet.training.weights;

import java.nio.file.Path;

import io.facet.inference.testing.SharedData;
import io.facet.training.tensor.HostTensor;

/** The checkpoints of {@code test-data/checkpoints}, written by {@code src/test/python/write_checkpoints.py}. */
public final class Fixtures {
    private Fixtures() {}

    public static Path file(String name) {
        return SharedData.repository().resolve("test-data/checkpoints").resolve(name);
    }

    public static float[] floats(HostTensor tensor) {
        return ((HostTensor.Floats) tensor).values();
    }

    public static long[] longs(HostTensor tensor) {
        return ((HostTensor.Longs) tensor).values();
    }
}
