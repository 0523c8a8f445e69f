package io.facet.training.engine;

/**
 * What to open.
 *
 * @param kind the library
 * @param device where to compute
 * @param precision of matrix products
 * @param threads of one operation on a CPU; 0 leaves it to the library (all cores)
 */
public record EngineSettings(Kind kind, Device device, Precision precision, int threads) {
    /** The libraries. */
    public enum Kind {
        DJL,
        LIBTORCH
    }

    public EngineSettings {
        if (threads < 0) {
            throw new IllegalArgumentException("threads are 0 or more, found " + threads);
        }
    }

    public static EngineSettings cpu(Kind kind) {
        return new EngineSettings(kind, Device.CPU, Precision.FP32, 0);
    }
}
