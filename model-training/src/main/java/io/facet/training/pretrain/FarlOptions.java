package io.facet.training.pretrain;

import java.util.Optional;

import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;

/**
 * What FaRL's pre-training consists of (§3, ablations §4.3). ALIGN, the fifth ablation, is a matter of the data: crops
 * aligned to the mean face, or random ones.
 *
 * @param image shape of the image encoder
 * @param text shape of the text encoder
 * @param embedding size of the space where they meet
 * @param temperature σ at the start; it is learnt, and 1/σ kept at 100 or less, as in CLIP
 * @param contrast whether there is an image-text contrastive loss (ITC)
 * @param masked masked image modelling (MIM), or none
 * @param checkpointed encoders forget what is inside their blocks and compute it again for the gradient
 */
public record FarlOptions(
        VitSettings image,
        TextSettings text,
        int embedding,
        double temperature,
        boolean contrast,
        Optional<MaskedImageOptions> masked,
        boolean checkpointed) {
    public FarlOptions {
        if (!contrast && masked.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a contrastive loss, masked image modelling or both, found neither");
        }
        if (!(temperature >= 0.01)) {
            throw new IllegalArgumentException("the temperature is 0.01 or more, found " + temperature);
        }
        masked.ifPresent(options -> requireFit(image, options));
    }

    private static void requireFit(VitSettings image, MaskedImageOptions options) {
        int side = options.tokenizer().imageSize();
        if (options.tokenizer().grid() != image.grid() || image.imageSize() % side != 0) {
            throw new IllegalArgumentException(
                    "the tokenizer has a token for each of the encoder's " + image.grid() + "x"
                            + image.grid() + " patches and its image size divides the encoder's " + image.imageSize()
                            + "; found " + options.tokenizer().grid() + "x"
                            + options.tokenizer().grid() + " tokens of "
                            + side + " pixels");
        }
    }

    /** ITC + MIM as in the paper, embeddings of 512 values, σ 0.07. */
    public static FarlOptions of(VitSettings image, TextSettings text, MaskedImageOptions masked) {
        return new FarlOptions(image, text, 512, 0.07, true, Optional.of(masked), false);
    }
}
