package io.facet.training.engine;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.ParameterSpec;

/** Values of parameters by name, in the order of their declaration. */
public record Parameters(Map<String, HostTensor.Floats> values) {
    public Parameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Fresh values: the same for the same seed, whatever else is declared. */
    public static Parameters initialize(Iterable<ParameterSpec> specs, long seed) {
        Map<String, HostTensor.Floats> values = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            values.put(spec.name(), new HostTensor.Floats(spec.shape(), draw(spec, seed)));
        }
        return new Parameters(values);
    }

    /** The value of a parameter; refuses an unknown name. */
    public HostTensor.Floats get(String name) {
        HostTensor.Floats value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name + " among " + values.size());
        }
        return value;
    }

    /** These values with those of the same names replaced by others; both sides keep what the other lacks. */
    public Parameters with(Parameters others) {
        Map<String, HostTensor.Floats> merged = new LinkedHashMap<>(values);
        merged.putAll(others.values);
        return new Parameters(merged);
    }

    /** Those whose names begin with the prefix. */
    public Parameters under(String prefix) {
        return renamed(prefix, prefix);
    }

    /** Those whose names begin with one prefix, under another. */
    public Parameters renamed(String from, String to) {
        Map<String, HostTensor.Floats> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(from)) {
                found.put(to + name.substring(from.length()), value);
            }
        });
        return new Parameters(found);
    }

    public long elements() {
        return values.values().stream()
                .mapToLong(value -> value.values().length)
                .sum();
    }

    private static float[] draw(ParameterSpec spec, long seed) {
        float[] values = new float[Math.toIntExact(spec.shape().elements())];
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + stableHash(spec.name()));
        Initialization initialization = spec.initialization();
        if (initialization instanceof Initialization.Computed computed) {
            return computed.values().get();
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) draw(initialization, random);
        }
        return values;
    }

    private static double draw(Initialization initialization, SplittableRandom random) {
        if (initialization instanceof Initialization.Constant constant) {
            return constant.value();
        }
        if (initialization instanceof Initialization.Normal normal) {
            return random.nextGaussian() * normal.standardDeviation();
        }
        if (initialization instanceof Initialization.TruncatedNormal normal) {
            double drawn = random.nextGaussian();
            while (Math.abs(drawn) > 2) {
                drawn = random.nextGaussian();
            }
            return drawn * normal.standardDeviation();
        }
        if (initialization instanceof Initialization.Uniform uniform) {
            return (2 * random.nextDouble() - 1) * uniform.bound();
        }
        throw new IllegalArgumentException("cannot draw from " + initialization);
    }

    /** FNV-1a: the same in every JVM. */
    private static long stableHash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
