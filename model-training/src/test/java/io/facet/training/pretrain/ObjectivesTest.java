package io.facet.training.pretrain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.facet.training.engine.Parameters;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.PositionCodes;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

/** What objectives train, freeze and average. */
class ObjectivesTest {
    private static final VitSettings BASE = VitSettings.clip(VitSettings.Size.BASE);
    private static final MaskedImageOptions MASKED = MaskedImageOptions.of(DiscreteVaeSettings.small());
    private static final FarlObjective FARL = new FarlObjective(FarlOptions.of(BASE, TextSettings.base(), MASKED));

    private static long elements(Objective objective, Predicate<String> names) {
        return objective.parameters().stream()
                .filter(spec -> names.test(spec.name()))
                .mapToLong(spec -> spec.shape().elements())
                .sum();
    }

    private static Set<String> parts(Objective objective) {
        return objective.parameters().stream()
                .map(spec -> spec.name().substring(0, spec.name().indexOf('.')))
                .collect(Collectors.toSet());
    }

    @Test
    void farl_base_isClipAndAHeadAndTheFrozenTokenizer() {
        assertThat(parts(FARL))
                .containsExactlyInAnyOrder("encoder", "text", "projection", "temperature", "mim", "tokenizer");
        // CLIP's ViT-B/16 as published: 149,620,737 parameters.
        assertThat(elements(FARL, name -> !name.startsWith("mim.") && !name.startsWith("tokenizer.")))
                .isEqualTo(149_620_737);
        assertThat(FARL.frozen()).containsExactly("tokenizer.");
        assertThat(FARL.parameters()).noneMatch(spec -> spec.name().startsWith("tokenizer.decoder."));
    }

    @Test
    void farl_defaults_areThePapers() {
        assertThat(MASKED.mostMasked()).isEqualTo(75);
        assertThat(MASKED.layers()).isEqualTo(1);
        Parameters initial = Goldens.farl(MaskedTokenLoss.Reduction.MEAN).initial(1);
        assertThat(initial.get("temperature.logScale").values()).containsExactly((float) Math.log(1 / 0.07));
    }

    @Test
    void farl_sixLayers_addsFiveBlocks() {
        MaskedImageOptions six = new MaskedImageOptions(
                6, 75, PatchMasking.BLOCKS, MaskedTokenLoss.Reduction.MEAN, 1, DiscreteVaeSettings.small());
        FarlObjective objective = new FarlObjective(FarlOptions.of(BASE, TextSettings.base(), six));

        assertThat(elements(objective, name -> name.startsWith("mim.blocks.")))
                .isEqualTo(6 * elements(FARL, name -> name.startsWith("mim.blocks.")));
    }

    @Test
    void farl_neitherLoss_isRefused() {
        assertThatThrownBy(() -> new FarlOptions(BASE, TextSettings.base(), 512, 0.07, false, Optional.empty(), false))
                .hasMessageContaining("found neither");
    }

    @Test
    void vectorsPositionsAndTokens_takeNoDecay() {
        assertThat(FARL.parameters().stream().filter(spec -> !spec.decays()).map(ParameterSpec::name))
                .contains(
                        "encoder.class.token",
                        "encoder.positions",
                        "text.positions",
                        "mim.mask.token",
                        "temperature.logScale",
                        "encoder.blocks.0.norm1.weight")
                .doesNotContain("encoder.patch.weight", "text.tokens.weight", "projection.image.weight");
    }

    @Test
    void mcf_teacherBeginsAsTheEncoder_andEveryAverageHasItsSource() {
        McfObjective mcf = Goldens.mcf(true);

        Parameters initial = mcf.initial(3);

        assertThat(mcf.movingAverages())
                .extracting(MovingAverage::target, MovingAverage::source)
                .containsExactly(tuple("teacher.", "encoder."), tuple("teacherHead.", "head."));
        for (MovingAverage average : mcf.movingAverages()) {
            Map<String, HostTensor.Floats> copies =
                    initial.under(average.target()).values();
            assertThat(copies).isNotEmpty();
            copies.forEach((name, value) -> assertThat(value.values())
                    .as(name)
                    .containsExactly(initial.get(average.source()
                                    + name.substring(average.target().length()))
                            .values()));
        }
        assertThat(initial.values().keySet())
                .containsExactlyElementsOf(
                        mcf.parameters().stream().map(ParameterSpec::name).toList());
    }

    @Test
    void mcf_positions_areSinesAndCosinesAndFrozen() {
        McfObjective mcf = Goldens.mcf(true);

        assertThat(mcf.frozen()).contains("encoder.positions", "decoder.positions", "target.", "teacher.");
        assertThat(mcf.initial(3).get("encoder.positions").values()).containsExactly(PositionCodes.sinCos(4, 32, true));
    }

    @Test
    void mcf_defaults_areTheCodesWithThePapersDecoder() {
        VitSettings base = VitSettings.mae(VitSettings.Size.BASE);
        McfOptions options = McfOptions.of(base, base);

        assertThat(options.featureLayers()).containsExactly(3, 6, 9, 12);
        assertThat(options.kept()).isEqualTo(49);
        assertThat(options.decoder().layers()).isEqualTo(2);
        // ViT-B/16 of MAE without a classifier.
        assertThat(elements(new McfObjective(options), name -> name.startsWith("encoder.")))
                .isEqualTo(85_798_656);
    }

    @Test
    void tokenizer_encoder_isWhatFarlReads() {
        TokenizerObjective tokenizer = new TokenizerObjective(TokenizerOptions.of(
                DiscreteVaeSettings.small(),
                new TokenizerOptions.Normalization(List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5)),
                1000));

        assertThat(tokenizer.parameters())
                .containsAll(FARL.parameters().stream()
                        .filter(spec -> spec.name().startsWith("tokenizer."))
                        .toList());
    }
}
