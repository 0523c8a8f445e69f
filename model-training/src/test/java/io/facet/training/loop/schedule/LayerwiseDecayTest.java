package io.facet.training.loop.schedule;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.facet.training.engine.OptimizerSettings.RateFactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LayerwiseDecayTest {
    @Test
    void of_twelveBlocks_lowersTheRateFromBlockToBlockDownToTheEmbeddings() {
        List<RateFactor> factors = LayerwiseDecay.of("encoder", 12, 0.5);

        assertThat(factors)
                .contains(
                        new RateFactor("encoder.blocks.11.", 0.5),
                        new RateFactor("encoder.blocks.10.", 0.25),
                        new RateFactor("encoder.blocks.0.", Math.pow(0.5, 12)),
                        new RateFactor("encoder.patch.", Math.pow(0.5, 13)),
                        new RateFactor("encoder.positions", Math.pow(0.5, 13)));
        // The norm after the blocks and all that follows keep the full rate.
        assertThat(factors).noneMatch(factor -> "encoder.norm.weight".startsWith(factor.prefix()));
    }

    @Test
    void of_blockOne_doesNotTakeBlockTenAlong() {
        assertThat(LayerwiseDecay.of("encoder", 12, 0.5).stream()
                        .filter(factor -> "encoder.blocks.10.norm1.weight".startsWith(factor.prefix())))
                .hasSize(1);
    }

    @Test
    void of_decayAboveOne_isRefused() {
        assertThatThrownBy(() -> LayerwiseDecay.of("encoder", 2, 1.5)).hasMessageContaining("1.5");
    }
}
