package io.facet.training.pretrain;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.engine.Parameters;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/** The values that golden.py gives parameters and inputs, by their names. */
public final class GoldenFormula {
    private static final long LOW = 0xFFFFFFFFL;

    private GoldenFormula() {}

    /** In [−1, 1): FNV-1a of the name, then the finalizer of MurmurHash3 of it and the place. */
    static float[] uniform(String name, long count) {
        long seed = 0x811C9DC5L;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            seed = ((seed ^ letter) * 0x01000193L) & LOW;
        }
        float[] values = new float[Math.toIntExact(count)];
        for (int i = 0; i < values.length; i++) {
            long x = (i * 0x9E3779B9L + seed) & LOW;
            x ^= x >>> 16;
            x = (x * 0x85EBCA6BL) & LOW;
            x ^= x >>> 13;
            x = (x * 0xC2B2AE35L) & LOW;
            x ^= x >>> 16;
            values[i] = (float) (x / 0x1p31 - 1.0);
        }
        return values;
    }

    static HostTensor.Floats tensor(String name, long... sizes) {
        Shape shape = Shape.of(sizes);
        return new HostTensor.Floats(shape, uniform(name, shape.elements()));
    }

    public static Parameters parameters(List<ParameterSpec> specs) {
        Map<String, HostTensor.Floats> values = new LinkedHashMap<>();
        specs.forEach(spec -> values.put(spec.name(), new HostTensor.Floats(spec.shape(), parameter(spec))));
        return new Parameters(values);
    }

    private static float[] parameter(ParameterSpec spec) {
        String name = spec.name();
        Shape shape = spec.shape();
        if (name.equals("temperature.logScale")) {
            return new float[] {(float) Math.log(1 / 0.07)};
        }
        float[] values = uniform(name, shape.elements());
        double shift = isGain(name) ? 1 : 0;
        double scale = isGain(name) ? 0.2 : scale(name, shape);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (shift + scale * values[i]);
        }
        return values;
    }

    private static boolean isGain(String name) {
        String[] path = name.split("\\.");
        String layer = path[path.length - 2];
        return name.endsWith(".weight") && (layer.startsWith("norm") || layer.equals("preNorm"));
    }

    private static double scale(String name, Shape shape) {
        if (shape.rank() == 1) {
            return 0.1;
        }
        if (name.endsWith(".positions") || name.endsWith(".token")) {
            return 0.5;
        }
        return Math.sqrt(3.0 * shape.size(0) / shape.elements());
    }

    static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** The product with pseudo-random numbers: each value weighs on it. */
    static double probe(String name, float[] values) {
        float[] weights = uniform(name + ".probe", values.length);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (double) values[i] * weights[i];
        }
        return sum;
    }
}
