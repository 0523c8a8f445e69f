package io.facet.training.network;

import io.facet.training.tensor.Initialization;

/**
 * What the blocks of one transformer share.
 *
 * @param width of a token
 * @param layers how many blocks there are; CLIP's initialisation depends on it
 * @param heads of the attention
 * @param activation in the MLP
 * @param normEpsilon of the layer norms
 * @param causal a token sees only itself and those before it
 * @param style of the initialisation
 */
record BlockSettings(
        int width, int layers, int heads, Activation activation, double normEpsilon, boolean causal, Style style) {

    /** How weights begin. */
    enum Style {
        /**
         * Normal: qkv width^-½, up (2 width)^-½, out and down width^-½ (2 layers)^-½ (Radford et al., 2021, code: CLIP does
         * so in its text transformer; here in both).
         */
        CLIP,
        /** Uniform Glorot (He et al., 2022, code). */
        MAE
    }

    BlockSettings {
        if (width < 1 || layers < 1 || heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException("width is a multiple of heads, both and layers 1 or more; found width "
                    + width + ", heads " + heads + ", layers " + layers);
        }
    }

    int headWidth() {
        return width / heads;
    }

    Initialization entering(int in, int out) {
        return style == Style.MAE ? Initialization.xavier(in, out) : Initialization.normal(1 / Math.sqrt(width));
    }

    Initialization raising(int in, int out) {
        return style == Style.MAE ? Initialization.xavier(in, out) : Initialization.normal(1 / Math.sqrt(2.0 * width));
    }

    /** Of the layers whose results are added to the residual stream. */
    Initialization leaving(int in, int out) {
        return style == Style.MAE
                ? Initialization.xavier(in, out)
                : Initialization.normal(1 / Math.sqrt(2.0 * width * layers));
    }
}
