package io.facet.training.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import io.facet.training.engine.Parameters;
import io.facet.training.network.Activation;
import io.facet.training.network.VisionTransformer;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Declaration;

/** Encoders to export in tests, and what their bundles say of themselves. */
final class Releases {
    private Releases() {}

    /** An encoder of two blocks of width 32 on 32 x 32 pixels, with the features of both. */
    static EncoderProgram smallest(Activation activation) {
        VitSettings settings = new VitSettings(
                32, 8, 32, 2, 2, activation, 1e-5, activation == Activation.QUICK_GELU, activation == Activation.GELU);
        return encoder(settings, 1, 2);
    }

    static EncoderProgram encoder(VitSettings settings, Integer... layers) {
        return new EncoderProgram(new VisionTransformer("encoder", settings), new TreeSet<>(List.of(layers)));
    }

    static Parameters parameters(EncoderProgram program) {
        return Parameters.initialize(
                Declaration.of(program, Map.of(EncoderProgram.IMAGE, program.image()))
                        .parameters(),
                7);
    }

    static EncoderRelease release(Optional<Path> runCard) {
        return new EncoderRelease(
                "tiny-encoder",
                "1.0.0",
                "research-only",
                "Trained on nothing.",
                new EncoderRelease.Normalization(
                        List.of(0.48145466, 0.4578275, 0.40821073), List.of(0.26862954, 0.26130258, 0.27577711)),
                new EncoderRelease.Origin("step-12.safetensors", "0".repeat(64), "research-only", List.of()),
                runCard,
                Map.of("probe.gender", 0.75));
    }
}
