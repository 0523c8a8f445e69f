package io.facet.training.network;

/**
 * The shape of a text encoder.
 *
 * @param vocabulary number of different tokens
 * @param context tokens of one text, padding included
 * @param width of a token
 * @param layers number of blocks
 * @param heads of the attention
 */
public record TextSettings(int vocabulary, int context, int width, int layers, int heads) {
    public TextSettings {
        if (vocabulary < 1 || context < 1) {
            throw new IllegalArgumentException(
                    "vocabulary and context are 1 or more, found " + vocabulary + " and " + context);
        }
    }

    /** CLIP's and FaRL's: 49,408 tokens, 77 of them a text, 12 layers of width 512 with 8 heads (FaRL §3.4). */
    public static TextSettings base() {
        return new TextSettings(49_408, 77, 512, 12, 8);
    }

    BlockSettings blocks() {
        return new BlockSettings(width, layers, heads, Activation.QUICK_GELU, 1e-5, true, BlockSettings.Style.CLIP);
    }
}
