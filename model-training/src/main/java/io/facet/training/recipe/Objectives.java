package io.facet.training.recipe;

import java.util.Optional;
import java.util.TreeSet;

import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.pretrain.FarlOptions;
import io.facet.training.pretrain.MaskedImageOptions;
import io.facet.training.pretrain.McfOptions;
import io.facet.training.pretrain.TemperatureAnnealing;
import io.facet.training.pretrain.TokenizerOptions;

/**
 * What a recipe says of networks and losses, once the sizes are known that it takes from elsewhere. Sizes that do not fit
 * are refused by {@link IllegalArgumentException}.
 */
final class Objectives {
    private static final double FIRST_TEMPERATURE = 1;
    private static final double LAST_TEMPERATURE = 1.0 / 16;

    private Objectives() {}

    /**
     * FaRL.
     *
     * @param vocabulary number of text tokens
     * @param tokenizer of masked image modelling, where the recipe has it
     */
    static FarlOptions farl(Recipe recipe, int vocabulary, Optional<DiscreteVaeSettings> tokenizer) {
        FarlSection section = recipe.farl();
        FarlSection.Text text = section.text();
        return new FarlOptions(
                recipe.encoder().vit(true),
                new TextSettings(vocabulary, text.context(), text.width(), text.layers(), text.heads()),
                section.embedding(),
                section.temperature(),
                section.contrast(),
                tokenizer.map(network -> masked(section.masked(), network)),
                recipe.encoder().checkpointed());
    }

    private static MaskedImageOptions masked(FarlSection.Masked section, DiscreteVaeSettings tokenizer) {
        return new MaskedImageOptions(
                section.layers(),
                Sections.or(
                        section.mostMasked(), MaskedImageOptions.of(tokenizer).mostMasked()),
                section.masking(),
                section.reduction(),
                section.weight(),
                tokenizer);
    }

    /** MCF, with the shape of its frozen network. */
    static McfOptions mcf(Recipe recipe, VitSettings target) {
        McfSection section = recipe.mcf();
        return new McfOptions(
                recipe.encoder().vit(false),
                target,
                section.decoder(),
                section.maskRatio(),
                section.featureForm(),
                section.featureLayers() == null
                        ? McfOptions.quarters(target.layers())
                        : new TreeSet<>(section.featureLayers()),
                section.featureWeight(),
                section.contrast().enabled() ? Optional.of(section.contrast().options()) : Optional.empty(),
                section.fixedPositions(),
                recipe.encoder().checkpointed());
    }

    /** The discrete VAE, its temperature falling over so many batches. */
    static TokenizerOptions tokenizer(Recipe recipe, long annealedBatches) {
        TokenizerSection section = recipe.tokenizer();
        AugmentationSettings pixels = recipe.transform();
        return new TokenizerOptions(
                section.network(),
                section.reconstruction(),
                section.divergenceWeight(),
                new TokenizerOptions.Normalization(pixels.mean(), pixels.std()),
                new TemperatureAnnealing(FIRST_TEMPERATURE, LAST_TEMPERATURE, annealedBatches));
    }
}
