package io.facet.training.recipe;

import io.facet.training.network.Activation;
import io.facet.training.network.ConvStem;
import io.facet.training.network.VitSettings;

/**
 * The image encoder. FaRL's is laid out as CLIP's, MCF's as MAE's.
 *
 * @param size tiny (192 wide), small (384), base (768) or large (1024); default base
 * @param imageSize side of the input in pixels; default 224
 * @param patch side of a patch in pixels; default 16
 * @param width another width than the size's
 * @param layers another number of blocks
 * @param heads another number of heads
 * @param stem convolutions in front: {@code {widths: [32, 64, 128], blocks: [0, 2, 2]}}; none if left out
 * @param checkpointed forget what is inside the blocks and compute it again for the gradient; default false
 */
public record EncoderSection(
        VitSettings.Size size,
        Integer imageSize,
        Integer patch,
        Integer width,
        Integer layers,
        Integer heads,
        ConvStem stem,
        Boolean checkpointed) {
    public EncoderSection {
        size = Sections.or(size, VitSettings.Size.BASE);
        imageSize = Sections.or(imageSize, 224);
        patch = Sections.or(patch, 16);
        checkpointed = Sections.or(checkpointed, false);
    }

    VitSettings vit(boolean clip) {
        VitSettings usual = clip ? VitSettings.clip(size) : VitSettings.mae(size);
        return new VitSettings(
                imageSize,
                patch,
                Sections.or(width, usual.width()),
                Sections.or(layers, usual.layers()),
                Sections.or(heads, usual.heads()),
                clip ? Activation.QUICK_GELU : Activation.GELU,
                usual.normEpsilon(),
                usual.preNorm(),
                usual.patchBias(),
                stem);
    }
}
