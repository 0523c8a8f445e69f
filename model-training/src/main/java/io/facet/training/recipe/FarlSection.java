package io.facet.training.recipe;

import java.nio.file.Path;

import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.pretrain.MaskedImageOptions;
import io.facet.training.pretrain.MaskedTokenLoss;
import io.facet.training.pretrain.PatchMasking;

/**
 * FaRL's pre-training (section 3). Ablations: {@code contrast: false} leaves masked image modelling alone, {@code masked:
 * null} the contrast alone; ALIGN is a matter of the data, crops aligned to the mean face or not.
 *
 * @param contrast image-text contrast (ITC); default true
 * @param embedding size of the common space; default 512
 * @param temperature at the start; default 0.07
 * @param captionsFromLabels writes so many captions for each sample from its labels, for sets that have no texts; default
 *     0: texts come with the data. Samples whose labels say nothing are left out
 * @param text the text encoder
 * @param masked masked image modelling (MIM); none if left out
 */
public record FarlSection(
        Boolean contrast, Integer embedding, Double temperature, Integer captionsFromLabels, Text text, Masked masked) {
    public FarlSection {
        contrast = Sections.or(contrast, true);
        embedding = Sections.or(embedding, 512);
        temperature = Sections.or(temperature, 0.07);
        captionsFromLabels = Sections.or(captionsFromLabels, 0);
        text = Sections.or(text, new Text(null, null, null, null, null));
    }

    /**
     * The text encoder.
     *
     * @param vocabulary CLIP's byte-pair vocabulary, relative to the folder that {@code --data} names; without one, texts
     *     are read byte by byte
     * @param context tokens of a text; default 77
     * @param width default 512
     * @param layers default 12
     * @param heads default 8
     */
    public record Text(Path vocabulary, Integer context, Integer width, Integer layers, Integer heads) {
        public Text {
            TextSettings usual = TextSettings.base();
            context = Sections.or(context, usual.context());
            width = Sections.or(width, usual.width());
            layers = Sections.or(layers, usual.layers());
            heads = Sections.or(heads, usual.heads());
        }
    }

    /**
     * Masked image modelling.
     *
     * @param layers of the transformer behind the encoder, 1 or 6; default 1
     * @param mostMasked most patches masked in an image; default 75 of 196
     * @param masking how patches are chosen; default blocks
     * @param reduction of Eq. 3; default mean
     * @param weight beside the contrastive loss; default 1
     * @param tokenizer run that trained the discrete VAE
     */
    public record Masked(
            Integer layers,
            Integer mostMasked,
            PatchMasking masking,
            MaskedTokenLoss.Reduction reduction,
            Double weight,
            Path tokenizer) {
        public Masked {
            layers = Sections.or(layers, 1);
            masking = Sections.or(masking, PatchMasking.BLOCKS);
            reduction = Sections.or(reduction, MaskedTokenLoss.Reduction.MEAN);
            weight = Sections.or(weight, 1.0);
        }

        MaskedImageOptions options(DiscreteVaeSettings network) {
            int most = Sections.or(mostMasked, MaskedImageOptions.of(network).mostMasked());
            return new MaskedImageOptions(layers, most, masking, reduction, weight, network);
        }
    }
}
