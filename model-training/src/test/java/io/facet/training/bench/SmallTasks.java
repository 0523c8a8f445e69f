package io.facet.training.bench;

import java.util.Optional;

import io.facet.training.network.Activation;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.pretrain.FarlOptions;
import io.facet.training.pretrain.FeatureMapLoss;
import io.facet.training.pretrain.MaskedImageOptions;
import io.facet.training.pretrain.McfOptions;
import io.facet.training.pretrain.MomentumContrastLoss;

/** Both objectives, small enough for a test. */
final class SmallTasks {
    private SmallTasks() {}

    static StepTask farl(int images) {
        VitSettings image = new VitSettings(64, 16, 32, 2, 2, Activation.QUICK_GELU, 1e-5, true, false);
        MaskedImageOptions masked = MaskedImageOptions.of(new DiscreteVaeSettings(32, 8, 64, 16, 16, 1));
        FarlOptions options =
                new FarlOptions(image, new TextSettings(512, 77, 32, 2, 2), 16, 0.07, true, Optional.of(masked), false);
        return BenchRecipe.farl(options, images, 3);
    }

    static StepTask mcf(int images) {
        VitSettings encoder = new VitSettings(64, 16, 32, 2, 2, Activation.GELU, 1e-6, false, true);
        McfOptions.Contrast contrast = new McfOptions.Contrast(
                McfOptions.Feature.CLASS_TOKEN, 32, 16, true, 0.2, MomentumContrastLoss.Form.CODE, 0.99);
        McfOptions options = new McfOptions(
                encoder,
                encoder,
                new McfOptions.Decoder(32, 2, 2),
                0.75,
                FeatureMapLoss.Form.CODE,
                McfOptions.quarters(2),
                1000,
                Optional.of(contrast),
                true,
                false);
        return BenchRecipe.mcf(options, images, 3);
    }
}
