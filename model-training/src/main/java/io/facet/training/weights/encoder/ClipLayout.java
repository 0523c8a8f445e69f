package io.facet.training.weights.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.facet.domain.UserError;
import io.facet.training.network.Activation;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Shape;

/**
 * CLIP (Radford et al., 2021) and FaRL: {@code visual.*} and, in whole models, the text encoder without a prefix.
 * QuickGELU, epsilon 1e-5. FaRL's files hold its masked image modelling head, too.
 */
record ClipLayout() implements CheckpointLayout {
    private static final String PATCH = "visual.conv1.weight";
    private static final String POSITIONS = "visual.positional_embedding";
    private static final String IMAGE_PROJECTION = "visual.proj";
    private static final String TOKENS = "token_embedding.weight";
    private static final String TEXT_POSITIONS = "positional_embedding";
    private static final String TEXT_PROJECTION = "text_projection";
    private static final String LOG_SCALE = "logit_scale";

    private static final Set<String> CONSTANTS = Set.of("input_resolution", "context_length", "vocab_size");
    private static final List<String> MASKED_IMAGE_HEAD =
            List.of("visual.lm_transformer.", "visual.ln_lm.", "visual.lm_head.", "visual.mask_token");

    @Override
    public String sign() {
        return PATCH;
    }

    @Override
    public String label(NamedShapes tensors) {
        return "CLIP / FaRL";
    }

    @Override
    public ImportPlan plan(NamedShapes tensors, ImportOptions options) {
        Shape patch = tensors.require(PATCH, 4, "[width, 3, patch, patch]");
        Shape positions = tensors.require(POSITIONS, 2, "[1 + patches, width]");
        int width = Math.toIntExact(patch.size(0));
        int side = CheckpointLayout.patch(patch, PATCH);
        int grid = CheckpointLayout.grid(positions.size(0), 1, POSITIONS);
        int layers = tensors.count("visual.transformer.resblocks.");
        int heads = CheckpointLayout.heads(options.heads(), width, "--heads");
        VitSettings vit = CheckpointLayout.settings(() ->
                new VitSettings(grid * side, side, width, layers, heads, Activation.QUICK_GELU, 1e-5, true, false));
        ImportPlan.Mappings mappings = new ImportPlan.Mappings();
        image(mappings, vit, positions.size(0));
        Optional<TextSettings> text = hasText(tensors) ? Optional.of(textSettings(tensors, options)) : Optional.empty();
        text.ifPresent(settings -> text(mappings, settings));
        projections(mappings, tensors, width, text);
        return new ImportPlan(vit, text, mappings.list(), ignorable(), List.of());
    }

    private static void image(ImportPlan.Mappings mappings, VitSettings vit, long tokens) {
        long width = vit.width();
        mappings.copy(PATCH, "encoder.patch.weight", width, 3, vit.patch(), vit.patch());
        mappings.reshape("visual.class_embedding", Shape.of(width), "encoder.class.token", Shape.of(1, 1, width));
        mappings.reshape(POSITIONS, Shape.of(tokens, width), "encoder.positions", Shape.of(1, tokens, width));
        mappings.norm("visual.ln_pre", "encoder.preNorm", width);
        mappings.blocks("visual.transformer.resblocks", ImportPlan.BlockNames.CLIP, "encoder", vit.layers(), width);
        mappings.norm("visual.ln_post", "encoder.norm", width);
    }

    private static boolean hasText(NamedShapes tensors) {
        return tensors.has(TOKENS) || tensors.has(TEXT_POSITIONS) || tensors.hasUnder("transformer.resblocks.");
    }

    private static TextSettings textSettings(NamedShapes tensors, ImportOptions options) {
        Shape tokens = tensors.require(TOKENS, 2, "[vocabulary, width]");
        Shape positions = tensors.require(TEXT_POSITIONS, 2, "[context, width]");
        int width = Math.toIntExact(tokens.size(1));
        int heads = CheckpointLayout.heads(options.textHeads(), width, "--text-heads");
        int layers = tensors.count("transformer.resblocks.");
        if (layers == 0 || width % heads != 0) {
            throw new UserError(
                    "expected a text encoder of 1 layer or more whose width is a multiple of its heads, found " + layers
                            + " layers of width " + width + " with " + heads + " heads");
        }
        return new TextSettings(
                Math.toIntExact(tokens.size(0)), Math.toIntExact(positions.size(0)), width, layers, heads);
    }

    private static void text(ImportPlan.Mappings mappings, TextSettings text) {
        long width = text.width();
        mappings.copy(TOKENS, "text.tokens.weight", text.vocabulary(), width);
        mappings.reshape(
                TEXT_POSITIONS, Shape.of(text.context(), width), "text.positions", Shape.of(1, text.context(), width));
        mappings.blocks("transformer.resblocks", ImportPlan.BlockNames.CLIP, "text", text.layers(), width);
        mappings.norm("ln_final", "text.norm", width);
    }

    /** Optional: fine-tuned encoders come without. */
    private static void projections(
            ImportPlan.Mappings mappings, NamedShapes tensors, int width, Optional<TextSettings> text) {
        if (tensors.has(IMAGE_PROJECTION)) {
            Shape found = tensors.require(IMAGE_PROJECTION, 2, "[width, embedding]");
            mappings.transpose(IMAGE_PROJECTION, width, found.size(1), "projection.image.weight");
        }
        if (text.isPresent() && tensors.has(TEXT_PROJECTION)) {
            Shape found = tensors.require(TEXT_PROJECTION, 2, "[width, embedding]");
            mappings.transpose(TEXT_PROJECTION, text.get().width(), found.size(1), "projection.text.weight");
        }
        if (tensors.has(LOG_SCALE)) {
            mappings.reshape(LOG_SCALE, Shape.of(), "temperature.logScale", Shape.of(1));
        }
    }

    private static Map<String, Predicate<String>> ignorable() {
        Map<String, Predicate<String>> groups = new LinkedHashMap<>();
        groups.put(
                "masked image modelling head",
                name -> MASKED_IMAGE_HEAD.stream().anyMatch(name::startsWith));
        groups.put("constants of a scripted CLIP", CONSTANTS::contains);
        return groups;
    }
}
