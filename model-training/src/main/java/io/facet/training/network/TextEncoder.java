package io.facet.training.network;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * CLIP's text encoder (Radford et al., 2021, §2.4): a causal transformer whose feature is that of the end-of-text token.
 *
 * <p>Parameters: {@code name.tokens.weight [V, W]}, {@code name.positions [1, context, W]}, {@code name.blocks.k} from 0,
 * {@code name.norm}.
 *
 * @param name prefix of its parameters
 * @param settings its shape
 * @param checkpointed forgets what is inside each block and computes it again for the gradient
 */
public record TextEncoder(String name, TextSettings settings, boolean checkpointed) {
    public TextEncoder(String name, TextSettings settings) {
        this(name, settings, false);
    }

    /**
     * The feature of each text, {@code [B, W]}.
     *
     * @param tokens int64 {@code [B, context]}; the end of a text is its largest token, as in CLIP's vocabulary
     */
    public <T> T encode(Ops<T> ops, T tokens) {
        T x = embedded(ops, tokens);
        for (int index = 0; index < settings.layers(); index++) {
            TransformerBlock block = new TransformerBlock(name + ".blocks." + index, settings.blocks());
            x = checkpointed ? ops.checkpoint(x, inner -> block.apply(ops, inner)) : block.apply(ops, x);
        }
        T end = endOfText(ops, x, tokens);
        return new LayerNorm(name + ".norm", settings.width(), settings.blocks().normEpsilon()).apply(ops, end);
    }

    private <T> T embedded(Ops<T> ops, T tokens) {
        Shape found = ops.shape(tokens);
        if (found.rank() != 2 || found.size(1) != settings.context()) {
            throw new IllegalArgumentException(
                    name + ": expected tokens [B, " + settings.context() + "], found " + found);
        }
        T table = ops.parameter(new ParameterSpec(
                name + ".tokens.weight",
                Shape.of(settings.vocabulary(), settings.width()),
                Initialization.normal(0.02)));
        T positions = ops.parameter(new ParameterSpec(
                name + ".positions", Shape.of(1, settings.context(), settings.width()), Initialization.normal(0.01)));
        return ops.add(ops.gatherRows(table, tokens), positions);
    }

    /** Selects by a product with one-hot rows: the place of the end differs from text to text. */
    private <T> T endOfText(Ops<T> ops, T x, T tokens) {
        int context = settings.context();
        float[] identity = new float[context * context];
        for (int i = 0; i < context; i++) {
            identity[i * context + i] = 1;
        }
        T rows = ops.constant(new HostTensor.Floats(Shape.of(context, context), identity));
        T selected = ops.gatherRows(rows, ops.argMax(tokens, 1));
        return ops.reshape(ops.matmul(ops.reshape(selected, -1, 1, context), x), -1, settings.width());
    }
}
