package io.facet.training.weights.encoder;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

import io.facet.domain.UserError;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Shape;

/** How a family of checkpoints names and shapes the tensors of an encoder. */
sealed interface CheckpointLayout permits ClipLayout, TimmLayout, FacetLayout {
    /** All, in the order they are tried. */
    List<CheckpointLayout> ALL = List.of(new FacetLayout(), new ClipLayout(), new TimmLayout());

    /** A tensor that files of this layout, and of no other, have. */
    String sign();

    /** Name for people; may tell variants apart. */
    String label(NamedShapes tensors);

    /**
     * Reads sizes from shapes and says where every parameter comes from. Does not yet ask whether all are there.
     *
     * @throws UserError if a tensor that tells a size is missing or of another shape, or an option is needed
     */
    ImportPlan plan(NamedShapes tensors, ImportOptions options);

    /**
     * The layout of a file.
     *
     * @throws UserError if it is none of these
     */
    static CheckpointLayout of(NamedShapes tensors) {
        return ALL.stream()
                .filter(layout -> tensors.has(layout.sign()))
                .findFirst()
                .orElseThrow(() -> new UserError("expected an image encoder of CLIP or FaRL (visual.conv1.weight),"
                        + " MAE, MCF, timm or DeiT (patch_embed.proj.weight) or Facet (encoder.patch.weight), found "
                        + tensors.names().size() + " tensors: " + NamedShapes.some(tensors.names())));
    }

    /** Side of a patch, from the weight {@code [width, 3, patch, patch]} of the patch embedding. */
    static int patch(Shape weight, String name) {
        if (weight.size(1) != 3 || weight.size(2) != weight.size(3)) {
            throw new UserError("tensor " + name + ": expected [width, 3, patch, patch], found " + weight);
        }
        return Math.toIntExact(weight.size(2));
    }

    /** Patches along a side, from the number of positions. */
    static int grid(long positions, int extraTokens, String name) {
        long patches = positions - extraTokens;
        int grid = (int) Math.round(Math.sqrt(Math.max(0, patches)));
        if (grid < 1 || (long) grid * grid != patches) {
            throw new UserError("tensor " + name + ": expected positions of " + extraTokens
                    + (extraTokens == 1 ? " token" : " tokens") + " and a square of patches, found " + positions);
        }
        return grid;
    }

    /**
     * The number of heads: it is not in the file.
     *
     * @param option for the message
     */
    static int heads(OptionalInt given, int width, String option) {
        if (given.isPresent()) {
            return given.getAsInt();
        }
        if (width == 1280) {
            return 16; // ViT-H: heads of 80.
        }
        if (width % 64 != 0 || width > 1024) {
            throw new UserError("expected the number of heads with " + option
                    + ": the file does not hold it, and width " + width + " is none of the usual sizes");
        }
        return width / 64;
    }

    /** The settings, or the reason why there are none as an error of the user's. */
    static VitSettings settings(Supplier<VitSettings> settings) {
        try {
            return settings.get();
        } catch (IllegalArgumentException e) {
            throw new UserError("the file's sizes do not fit: " + e.getMessage(), e);
        }
    }
}
