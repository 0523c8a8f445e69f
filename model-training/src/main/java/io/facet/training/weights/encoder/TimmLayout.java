package io.facet.training.weights.encoder;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import io.facet.domain.UserError;
import io.facet.training.network.Activation;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Shape;

/**
 * timm's vision transformer, whose names DeiT (Touvron et al., 2021), MAE (He et al., 2022) and MCF keep: {@code
 * patch_embed}, {@code blocks.*}, {@code norm}. GELU, epsilon 1e-6.
 */
record TimmLayout() implements CheckpointLayout {
    private static final String PATCH = "patch_embed.proj.weight";
    private static final String POSITIONS = "pos_embed";
    private static final String DISTILLATION_TOKEN = "dist_token";
    private static final Set<String> DISTILLATION = Set.of(DISTILLATION_TOKEN, "head_dist.weight", "head_dist.bias");

    @Override
    public String sign() {
        return PATCH;
    }

    @Override
    public String label(NamedShapes tensors) {
        return tensors.hasUnder("decoder_") || tensors.has("mask_token") ? "MAE / MCF" : "timm / DeiT";
    }

    @Override
    public ImportPlan plan(NamedShapes tensors, ImportOptions options) {
        boolean distilled = tensors.has(DISTILLATION_TOKEN);
        if (distilled && !options.dropDistillation()) {
            throw new UserError("expected an encoder of class token and patches, found a distillation token as well;"
                    + " --drop-distillation leaves it out");
        }
        Shape patch = tensors.require(PATCH, 4, "[width, 3, patch, patch]");
        Shape positions = tensors.require(POSITIONS, 3, "[1, 1 + patches, width]");
        int width = Math.toIntExact(patch.size(0));
        int side = CheckpointLayout.patch(patch, PATCH);
        int grid = CheckpointLayout.grid(positions.size(1), distilled ? 2 : 1, POSITIONS);
        int heads = CheckpointLayout.heads(options.heads(), width, "--heads");
        int layers = tensors.count("blocks.");
        VitSettings vit = CheckpointLayout.settings(
                () -> new VitSettings(grid * side, side, width, layers, heads, Activation.GELU, 1e-6, false, true));
        List<String> notes = distilled ? List.of("distillation token left out") : List.of();
        return new ImportPlan(vit, Optional.empty(), mappings(vit, positions.size(1), distilled), ignorable(), notes);
    }

    private static List<TensorMapping> mappings(VitSettings vit, long positions, boolean distilled) {
        long width = vit.width();
        ImportPlan.Mappings mappings = new ImportPlan.Mappings();
        mappings.copy(PATCH, "encoder.patch.weight", width, 3, vit.patch(), vit.patch());
        mappings.copy("patch_embed.proj.bias", "encoder.patch.bias", width);
        mappings.copy("cls_token", "encoder.class.token", 1, 1, width);
        mappings.add(
                POSITIONS,
                Shape.of(1, positions, width),
                "encoder.positions",
                Shape.of(1, vit.tokens(), width),
                distilled ? TensorMapping.Conversion.DROP_SECOND_ROW : TensorMapping.Conversion.COPY);
        mappings.blocks("blocks", ImportPlan.BlockNames.TIMM, "encoder", vit.layers(), width);
        mappings.norm("norm", "encoder.norm", width);
        return mappings.list();
    }

    private static Map<String, Predicate<String>> ignorable() {
        Map<String, Predicate<String>> groups = new LinkedHashMap<>();
        groups.put("decoder of the pre-training", name -> name.startsWith("decoder_") || name.equals("mask_token"));
        groups.put("distillation", DISTILLATION::contains);
        groups.put("classification head", name -> name.startsWith("head.") || name.startsWith("pre_logits."));
        return groups;
    }
}
