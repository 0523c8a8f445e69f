package io.facet.training.network.head;

import io.facet.training.network.LayerNorm;
import io.facet.training.network.Linear;
import io.facet.training.tensor.Ops;

/**
 * One layer of Faceptor's decoder: cross-attention, then self-attention, then an MLP with ReLU, each followed by a sum and a
 * norm (the order of Mask2Former). Positions are added to queries and keys, not to values (Eq. 6 and 7).
 *
 * <p>Parameters: {@code name.cross.query|key|value|out}, {@code name.self.…}, {@code name.crossNorm|selfNorm|mlpNorm},
 * {@code name.mlp.up|down}. Keys have no bias. Weights begin
 * normal, 1/√in (the code's).
 */
record DecoderLayer(String name, FaceptorDecoder settings) {
    private static final double EPSILON = 1e-5;

    /**
     * What a task's tokens become.
     *
     * @param tokens {@code [B, N, C]}
     * @param positions of the tokens, {@code [B, N, C]}
     * @param keys {@code [B, M, C]}
     * @param values {@code [B, M, C]}
     */
    <T> T apply(Ops<T> ops, T tokens, T positions, T keys, T values) {
        T crossed = normed(
                ops, "crossNorm", tokens, attention(ops, name + ".cross", ops.add(tokens, positions), keys, values));
        T placed = ops.add(crossed, positions);
        T mixed = normed(ops, "selfNorm", crossed, attention(ops, name + ".self", placed, placed, crossed));
        T inner = ops.relu(
                linear(name + ".mlp.up", settings.width(), settings.hidden()).apply(ops, mixed));
        T outer =
                linear(name + ".mlp.down", settings.hidden(), settings.width()).apply(ops, inner);
        return normed(ops, "mlpNorm", mixed, outer);
    }

    private <T> T normed(Ops<T> ops, String which, T x, T branch) {
        return new LayerNorm(name + "." + which, settings.width(), EPSILON).apply(ops, ops.add(x, branch));
    }

    private <T> T attention(Ops<T> ops, String prefix, T query, T key, T value) {
        int width = settings.width();
        T mixed = ops.attention(
                heads(ops, linear(prefix + ".query", width, width), query),
                // A bias would add the same to all scores of a query: softmax does not see it.
                heads(ops, linear(prefix + ".key", width, width).withoutBias(), key),
                heads(ops, linear(prefix + ".value", width, width), value),
                false);
        long tokens = ops.shape(query).size(1);
        T joined = ops.reshape(ops.permute(mixed, 0, 2, 1, 3), -1, tokens, width);
        return linear(prefix + ".out", width, width).apply(ops, joined);
    }

    /** {@code [B, heads, tokens, d]}. */
    private <T> T heads(Ops<T> ops, Linear projection, T x) {
        long tokens = ops.shape(x).size(1);
        int heads = settings.heads();
        T parts = ops.reshape(projection.apply(ops, x), -1, tokens, heads, settings.width() / heads);
        return ops.permute(parts, 0, 2, 1, 3);
    }

    private static Linear linear(String name, int in, int out) {
        return Linear.normal(name, in, out, 1 / Math.sqrt(in));
    }
}
