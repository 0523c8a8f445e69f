package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.List;

import io.facet.training.pretrain.FeatureMapLoss;
import io.facet.training.pretrain.McfOptions;
import io.facet.training.pretrain.MomentumContrastLoss;

/**
 * MCF's pre-training (sections 3.3, 3.4 and 4.2). Where paper and published code differ the code's value is the default,
 * but for the decoder's depth.
 *
 * @param target the frozen pre-trained network M₁: a run, a checkpoint or a published file
 * @param maskRatio share of patches the encoder does not see; default 0.75
 * @param decoder M₀; default 2 layers of width 512 with 16 heads
 * @param featureForm of Eq. 5; default the code's
 * @param featureLayers blocks of M₁ that are compared; default the last of each quarter
 * @param featureWeight default 1000
 * @param fixedPositions positions stay sines and cosines; default true
 * @param contrast the contrastive branch; {@code enabled: false} leaves it out
 */
public record McfSection(
        Path target,
        Double maskRatio,
        McfOptions.Decoder decoder,
        FeatureMapLoss.Form featureForm,
        List<Integer> featureLayers,
        Double featureWeight,
        Boolean fixedPositions,
        Contrast contrast) {
    public McfSection {
        maskRatio = Sections.or(maskRatio, 0.75);
        decoder = Sections.or(decoder, McfOptions.Decoder.standard());
        featureForm = Sections.or(featureForm, FeatureMapLoss.Form.CODE);
        featureWeight = Sections.or(featureWeight, 1000.0);
        fixedPositions = Sections.or(fixedPositions, true);
        contrast = Sections.or(contrast, new Contrast(null, null, null, null, null, null, null, null));
    }

    /**
     * The contrastive branch.
     *
     * @param enabled default true
     * @param feature class token (default) or patch tokens
     * @param hidden width inside the heads; default 4096
     * @param size of queries and keys; default 256
     * @param batchNorm whether the heads have batch norms; default true
     * @param temperature default 0.2
     * @param form of Eq. 6; default the code's
     * @param momentum of the teacher; default 0.99
     */
    public record Contrast(
            Boolean enabled,
            McfOptions.Feature feature,
            Integer hidden,
            Integer size,
            Boolean batchNorm,
            Double temperature,
            MomentumContrastLoss.Form form,
            Double momentum) {
        public Contrast {
            McfOptions.Contrast usual = McfOptions.Contrast.standard();
            enabled = Sections.or(enabled, true);
            feature = Sections.or(feature, usual.feature());
            hidden = Sections.or(hidden, usual.hidden());
            size = Sections.or(size, usual.size());
            batchNorm = Sections.or(batchNorm, usual.batchNorm());
            temperature = Sections.or(temperature, usual.temperature());
            form = Sections.or(form, usual.form());
            momentum = Sections.or(momentum, usual.momentum());
        }

        McfOptions.Contrast options() {
            return new McfOptions.Contrast(feature, hidden, size, batchNorm, temperature, form, momentum);
        }
    }
}
