package io.facet.training.recipe;

import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.pretrain.TemperatureAnnealing;
import io.facet.training.pretrain.TokenizerOptions;

/**
 * The discrete VAE whose visual tokens FaRL predicts (DALL-E's, Ramesh et al., 2021, in the paper).
 *
 * @param imageSize side of its input in pixels; default 112
 * @param patch pixels along a side that become one token: 4, 8 or 16; default 8
 * @param vocabulary number of tokens; default 8192
 * @param width channels of hidden layers; default 128
 * @param codeWidth channels of a code; default 128
 * @param residualBlocks default 1
 * @param reconstruction default squared error
 * @param divergenceWeight default 1 / 3 patch²
 * @param annealedEpochs over which the relaxation's temperature falls from 1 to 1/16; default half the run
 */
public record TokenizerSection(
        Integer imageSize,
        Integer patch,
        Integer vocabulary,
        Integer width,
        Integer codeWidth,
        Integer residualBlocks,
        TokenizerOptions.Reconstruction reconstruction,
        Double divergenceWeight,
        Double annealedEpochs) {
    public TokenizerSection {
        DiscreteVaeSettings usual = DiscreteVaeSettings.small();
        imageSize = Sections.or(imageSize, usual.imageSize());
        patch = Sections.or(patch, usual.patch());
        vocabulary = Sections.or(vocabulary, usual.vocabulary());
        width = Sections.or(width, usual.width());
        codeWidth = Sections.or(codeWidth, usual.codeWidth());
        residualBlocks = Sections.or(residualBlocks, usual.residualBlocks());
        reconstruction = Sections.or(reconstruction, TokenizerOptions.Reconstruction.SQUARED_ERROR);
        divergenceWeight = Sections.or(divergenceWeight, 1.0 / (3 * patch * patch));
    }

    /** The network's shape. */
    public DiscreteVaeSettings network() {
        return new DiscreteVaeSettings(imageSize, patch, vocabulary, width, codeWidth, residualBlocks);
    }

    /**
     * What is trained.
     *
     * @param transform gives the pixels' normalisation
     * @param accumulation batches behind one update
     */
    TokenizerOptions options(
            AugmentationSettings transform, ScheduleSection schedule, long batchesPerEpoch, int accumulation) {
        long batches = annealedEpochs == null
                ? schedule.length().amount().inUpdates((double) batchesPerEpoch / accumulation) * accumulation / 2
                : Math.round(annealedEpochs * batchesPerEpoch);
        return new TokenizerOptions(
                network(),
                reconstruction,
                divergenceWeight,
                new TokenizerOptions.Normalization(transform.mean(), transform.std()),
                new TemperatureAnnealing(1, 1.0 / 16, Math.max(1, batches)));
    }
}
