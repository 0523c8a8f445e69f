package io.facet.training.network;

/**
 * The shape of a discrete VAE.
 *
 * @param imageSize side of the square input, in pixels
 * @param patch pixels along a side that become one visual token: 4, 8 or 16
 * @param vocabulary number of visual tokens
 * @param width channels of the hidden layers
 * @param codeWidth channels of a code
 * @param residualBlocks between the strided convolutions and the codes, in encoder and decoder
 */
public record DiscreteVaeSettings(
        int imageSize, int patch, int vocabulary, int width, int codeWidth, int residualBlocks) {
    public DiscreteVaeSettings {
        if (patch != 4 && patch != 8 && patch != 16) {
            throw new IllegalArgumentException("a visual token stands for 4, 8 or 16 pixels a side, found " + patch);
        }
        if (imageSize < patch || imageSize % patch != 0) {
            throw new IllegalArgumentException(
                    "the image's side is a multiple of the token's, found " + imageSize + " and " + patch);
        }
        if (vocabulary < 2 || width < 1 || codeWidth < 1 || residualBlocks < 0) {
            throw new IllegalArgumentException("a vocabulary of 2 or more, widths of 1 or more, found vocabulary "
                    + vocabulary + ", width " + width + ", code width " + codeWidth + ", blocks " + residualBlocks);
        }
    }

    /** 14×14 tokens of 8 pixels from 112-pixel images, as BEiT and FaRL take them from DALL-E's tokenizer. */
    public static DiscreteVaeSettings small() {
        return new DiscreteVaeSettings(112, 8, 8192, 128, 128, 1);
    }

    /** Visual tokens along one side. */
    public int grid() {
        return imageSize / patch;
    }

    /** Strided convolutions, each of which halves the side. */
    int halvings() {
        return Integer.numberOfTrailingZeros(patch);
    }
}
