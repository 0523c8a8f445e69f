package io.facet.training.weights.encoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.training.network.Activation;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Shape;

/**
 * Our own checkpoints, names as in {@link io.facet.training.network}. An encoder with a norm before the first block is
 * CLIP's (QuickGELU, epsilon 1e-5), one without MAE's (GELU, 1e-6): we train no others. Averages lie under
 * {@code ema.}: {@link ImportOptions#prefix} takes them.
 */
record FacetLayout() implements CheckpointLayout {
    private static final String PATCH = "encoder.patch.weight";
    private static final String POSITIONS = "encoder.positions";
    private static final String TOKENS = "text.tokens.weight";
    private static final List<String> PROJECTIONS = List.of("projection.image.weight", "projection.text.weight");
    private static final String LOG_SCALE = "temperature.logScale";

    @Override
    public String sign() {
        return PATCH;
    }

    @Override
    public String label(NamedShapes tensors) {
        return "Facet";
    }

    @Override
    public ImportPlan plan(NamedShapes tensors, ImportOptions options) {
        Shape patch = tensors.require(PATCH, 4, "[width, 3, patch, patch]");
        Shape positions = tensors.require(POSITIONS, 3, "[1, 1 + patches, width]");
        int width = Math.toIntExact(patch.size(0));
        int side = CheckpointLayout.patch(patch, PATCH);
        int grid = CheckpointLayout.grid(positions.size(1), 1, POSITIONS);
        int heads = CheckpointLayout.heads(options.heads(), width, "--heads");
        int layers = tensors.count("encoder.blocks.");
        boolean clip = tensors.hasUnder("encoder.preNorm.");
        VitSettings vit = CheckpointLayout.settings(() -> new VitSettings(
                grid * side,
                side,
                width,
                layers,
                heads,
                clip ? Activation.QUICK_GELU : Activation.GELU,
                clip ? 1e-5 : 1e-6,
                clip,
                tensors.has("encoder.patch.bias")));
        ImportPlan.Mappings mappings = new ImportPlan.Mappings();
        image(mappings, vit);
        Optional<TextSettings> text =
                tensors.has(TOKENS) ? Optional.of(text(mappings, tensors, options)) : Optional.empty();
        for (String name : PROJECTIONS) {
            if (tensors.has(name)) {
                mappings.copy(
                        name,
                        name,
                        tensors.require(name, 2, "[embedding, width]").sizes());
            }
        }
        if (tensors.has(LOG_SCALE)) {
            mappings.copy(LOG_SCALE, LOG_SCALE, 1);
        }
        return new ImportPlan(
                vit,
                text,
                mappings.list(),
                Map.of(
                        "other parts of the training",
                        name -> !name.startsWith("encoder.") && !name.startsWith("text.")),
                List.of());
    }

    private static void image(ImportPlan.Mappings mappings, VitSettings vit) {
        long width = vit.width();
        mappings.copy(PATCH, PATCH, width, 3, vit.patch(), vit.patch());
        if (vit.patchBias()) {
            mappings.copy("encoder.patch.bias", "encoder.patch.bias", width);
        }
        mappings.copy("encoder.class.token", "encoder.class.token", 1, 1, width);
        mappings.copy(POSITIONS, POSITIONS, 1, vit.tokens(), width);
        if (vit.preNorm()) {
            mappings.norm("encoder.preNorm", "encoder.preNorm", width);
        }
        mappings.blocks("encoder.blocks", ImportPlan.BlockNames.FACET, "encoder", vit.layers(), width);
        mappings.norm("encoder.norm", "encoder.norm", width);
    }

    private static TextSettings text(ImportPlan.Mappings mappings, NamedShapes tensors, ImportOptions options) {
        Shape tokens = tensors.require(TOKENS, 2, "[vocabulary, width]");
        Shape positions = tensors.require("text.positions", 3, "[1, context, width]");
        int width = Math.toIntExact(tokens.size(1));
        TextSettings text = new TextSettings(
                Math.toIntExact(tokens.size(0)),
                Math.toIntExact(positions.size(1)),
                width,
                tensors.count("text.blocks."),
                CheckpointLayout.heads(options.textHeads(), width, "--text-heads"));
        mappings.copy(TOKENS, TOKENS, text.vocabulary(), width);
        mappings.copy("text.positions", "text.positions", 1, text.context(), width);
        mappings.blocks("text.blocks", ImportPlan.BlockNames.FACET, "text", text.layers(), width);
        mappings.norm("text.norm", "text.norm", width);
        return text;
    }
}
