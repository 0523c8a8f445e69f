package io.facet.training.network;

import java.util.function.UnaryOperator;

import io.facet.training.tensor.Ops;

/**
 * A pre-norm transformer block: x + attention(norm1(x)), then x + mlp(norm2(x)) (Dosovitskiy et al., 2021, eq. 2–3).
 *
 * <p>Parameters: {@code name.norm1}, {@code name.attention.qkv [3W, W]}, {@code name.attention.out [W, W]},
 * {@code name.norm2}, {@code name.mlp.up [4W, W]}, {@code name.mlp.down [W, 4W]}, each {@code .weight} and {@code .bias}.
 */
record TransformerBlock(String name, BlockSettings settings) {
    /** {@code [B, tokens, W]} → the same shape. */
    <T> T apply(Ops<T> ops, T x) {
        return apply(ops, x, UnaryOperator.identity());
    }

    /** The same, with something else in place of norm1's output: what the function makes of it. */
    <T> T apply(Ops<T> ops, T x, UnaryOperator<T> normed) {
        T attended = ops.add(x, attention(ops, normed.apply(norm("norm1").apply(ops, x))));
        return ops.add(attended, mlp(ops, norm("norm2").apply(ops, attended)));
    }

    private LayerNorm norm(String which) {
        return new LayerNorm(name + "." + which, settings.width(), settings.normEpsilon());
    }

    private <T> T attention(Ops<T> ops, T x) {
        int width = settings.width();
        Linear toQkv = new Linear(name + ".attention.qkv", width, 3 * width, true, settings.entering(width, 3 * width));
        Linear out = new Linear(name + ".attention.out", width, width, true, settings.leaving(width, width));
        T qkv = toQkv.apply(ops, x);
        T mixed = ops.attention(head(ops, qkv, 0), head(ops, qkv, 1), head(ops, qkv, 2), settings.causal());
        long tokens = ops.shape(x).size(1);
        return out.apply(ops, ops.reshape(ops.permute(mixed, 0, 2, 1, 3), -1, tokens, width));
    }

    /** Query, key or value: {@code [B, heads, tokens, d]}. */
    private <T> T head(Ops<T> ops, T qkv, int part) {
        long width = settings.width();
        long tokens = ops.shape(qkv).size(1);
        T own = ops.slice(qkv, 2, part * width, (part + 1) * width);
        return ops.permute(ops.reshape(own, -1, tokens, settings.heads(), settings.headWidth()), 0, 2, 1, 3);
    }

    private <T> T mlp(Ops<T> ops, T x) {
        int width = settings.width();
        int hidden = 4 * width;
        Linear up = new Linear(name + ".mlp.up", width, hidden, true, settings.raising(width, hidden));
        Linear down = new Linear(name + ".mlp.down", hidden, width, true, settings.leaving(hidden, width));
        return down.apply(ops, settings.activation().apply(ops, up.apply(ops, x)));
    }
}
