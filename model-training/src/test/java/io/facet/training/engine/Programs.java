package io.facet.training.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.tensor.Shape;

/** Small programs to train in tests. */
final class Programs {
    private Programs() {}

    static ParameterSpec spec(String name, long... sizes) {
        return new ParameterSpec(name, new Shape(sizes), Initialization.normal(0.3));
    }

    /**
     * loss = mean(x · matrix + shift), so that gradients are means of x and 1. x is {@code [B, 2]}, the matrix, which
     * decays, {@code [2, 1]}, and the shift, which does not, {@code [1]}.
     */
    record Affine() implements Program {
        static final List<ParameterSpec> SPECS = List.of(spec("layer.matrix", 2, 1), spec("layer.shift", 1));

        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T matrix = ops.parameter(SPECS.get(0));
            T shift = ops.parameter(SPECS.get(1));
            return Map.of(LOSS, ops.mean(ops.add(ops.matmul(inputs.get("x"), matrix), shift)));
        }
    }

    /** loss = mean log x · weight: NaN where x is negative. */
    record Logarithm() implements Program {
        static final List<ParameterSpec> SPECS = List.of(spec("weight", 2), spec("unused", 2));

        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T product = ops.multiply(ops.log(inputs.get("x")), ops.parameter(SPECS.get(0)));
            return Map.of(LOSS, ops.mean(product));
        }
    }

    /**
     * A transformer of one block on tokens of a table, with every fused operation in it: what real networks are made of.
     * Input tokens int64 {@code [B, 5]}, labels int64 {@code [B]}.
     */
    record Transformer(int width, int heads) implements Program {
        static final int VOCABULARY = 11;
        static final int TOKENS = 5;
        static final int CLASSES = 3;

        List<ParameterSpec> specs() {
            Map<String, Shape> inputs = Map.of("tokens", Shape.of(Shape.ANY, TOKENS), "labels", Shape.of(Shape.ANY));
            return Declaration.of(this, inputs).parameters();
        }

        static Map<String, HostTensor> batch(int size, int seed) {
            long[] tokens = new long[size * TOKENS];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = (i * 7L + seed * 3L) % VOCABULARY;
            }
            long[] labels = new long[size];
            for (int i = 0; i < size; i++) {
                labels[i] = tokens[i * TOKENS] % CLASSES;
            }
            Map<String, HostTensor> batch = new LinkedHashMap<>();
            batch.put("tokens", new HostTensor.Longs(Shape.of(size, TOKENS), tokens));
            batch.put("labels", new HostTensor.Longs(Shape.of(size), labels));
            return batch;
        }

        @Override
        public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
            T x = ops.gatherRows(ops.parameter(spec("tokens.weight", VOCABULARY, width)), inputs.get("tokens"));
            x = ops.add(x, ops.parameter(spec("positions", 1, TOKENS, width)));
            x = ops.add(x, attention(ops, norm(ops, "norm1", x)));
            T up = ops.gelu(linear(ops, "mlp.up", norm(ops, "norm2", x), width, 2L * width));
            x = ops.add(x, linear(ops, "mlp.down", up, 2L * width, width));
            T pooled = ops.mean(x, false, 1);
            T logits = ops.logSoftmax(linear(ops, "head", pooled, width, CLASSES), -1);
            T loss = ops.multiply(ops.mean(ops.pick(logits, inputs.get("labels"))), -1);
            return Map.of(LOSS, loss, "largest", ops.mean(ops.max(ops.exp(logits), false, 1)), "logits", logits);
        }

        private <T> T attention(Ops<T> ops, T x) {
            T joined = linear(ops, "attention.qkv", x, width, 3L * width);
            T parts = ops.permute(ops.reshape(joined, -1, TOKENS, 3, heads, width / heads), 2, 0, 3, 1, 4);
            T mixed = ops.attention(part(ops, parts, 0), part(ops, parts, 1), part(ops, parts, 2), false);
            T merged = ops.reshape(ops.permute(mixed, 0, 2, 1, 3), -1, TOKENS, width);
            return linear(ops, "attention.out", merged, width, width);
        }

        private <T> T part(Ops<T> ops, T parts, int index) {
            return ops.reshape(ops.slice(parts, 0, index, index + 1L), -1, heads, TOKENS, width / heads);
        }

        private static <T> T linear(Ops<T> ops, String name, T x, long in, long out) {
            return ops.linear(
                    x, ops.parameter(spec(name + ".weight", out, in)), ops.parameter(spec(name + ".bias", out)));
        }

        private <T> T norm(Ops<T> ops, String name, T x) {
            return ops.layerNorm(
                    x, ops.parameter(spec(name + ".weight", width)), ops.parameter(spec(name + ".bias", width)), 1e-5);
        }
    }
}
