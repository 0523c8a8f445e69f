package io.facet.training.network;

import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shape of a vision transformer.
 *
 * @param imageSize side of the square input, in pixels
 * @param patch side of a patch, in pixels
 * @param width of a token
 * @param layers number of blocks
 * @param heads of the attention
 * @param activation in the MLP
 * @param normEpsilon of every layer norm
 * @param preNorm a norm before the first block (CLIP's ln_pre); such a network also begins with CLIP's initialisation,
 *     another with MAE's
 * @param patchBias a bias in the patch embedding
 * @param stem convolutions in front of the patch embedding, which then reads the last map of the stem by a 3×3 convolution
 *     whose stride makes up the patch; null for the plain patch embedding
 */
public record VitSettings(
        int imageSize,
        int patch,
        int width,
        int layers,
        int heads,
        Activation activation,
        double normEpsilon,
        boolean preNorm,
        boolean patchBias,
        ConvStem stem) {

    /** Widths, layers and heads of the usual sizes, with patches of 16 pixels. */
    public enum Size {
        TINY(192, 12, 3),
        SMALL(384, 12, 6),
        BASE(768, 12, 12),
        LARGE(1024, 24, 16);

        private final int width;
        private final int layers;
        private final int heads;

        Size(int width, int layers, int heads) {
            this.width = width;
            this.layers = layers;
            this.heads = heads;
        }
    }

    /** One with the plain patch embedding. */
    public VitSettings(
            int imageSize,
            int patch,
            int width,
            int layers,
            int heads,
            Activation activation,
            double normEpsilon,
            boolean preNorm,
            boolean patchBias) {
        this(imageSize, patch, width, layers, heads, activation, normEpsilon, preNorm, patchBias, null);
    }

    public VitSettings {
        if (stem != null && patch % stem.stride() != 0) {
            throw new IllegalArgumentException(
                    "the patch's side is a multiple of the stem's stride, found " + patch + " and " + stem.stride());
        }
        if (patch < 1 || imageSize < patch || imageSize % patch != 0) {
            throw new IllegalArgumentException(
                    "the image's side is a multiple of the patch's, found " + imageSize + " and " + patch);
        }
        if (width < 1 || layers < 1 || heads < 1 || width % heads != 0 || width % 4 != 0) {
            throw new IllegalArgumentException("width is a multiple of heads and of 4, layers 1 or more; found width "
                    + width + ", heads " + heads + ", layers " + layers);
        }
    }

    /** CLIP's and FaRL's layout at 224 pixels: QuickGELU, epsilon 1e-5, ln_pre, no patch bias. */
    public static VitSettings clip(Size size) {
        return new VitSettings(224, 16, size.width, size.layers, size.heads, Activation.QUICK_GELU, 1e-5, true, false);
    }

    /** MAE's, MCF's and timm's layout at 224 pixels: GELU, epsilon 1e-6, patch bias. */
    public static VitSettings mae(Size size) {
        return new VitSettings(224, 16, size.width, size.layers, size.heads, Activation.GELU, 1e-6, false, true);
    }

    /** The same network for another input size. */
    public VitSettings withImageSize(int side) {
        return new VitSettings(side, patch, width, layers, heads, activation, normEpsilon, preNorm, patchBias, stem);
    }

    /** The same network with convolutions in front. */
    public VitSettings withStem(ConvStem other) {
        return new VitSettings(
                imageSize, patch, width, layers, heads, activation, normEpsilon, preNorm, patchBias, other);
    }

    /** FaRL §4.1 reads blocks 4, 6, 8 and 12 of 12: the same places in deeper and shallower encoders. */
    public static SortedSet<Integer> usualLayers(int count) {
        return new TreeSet<>(
                List.of(Math.max(1, count / 3), Math.max(1, count / 2), Math.max(1, count * 2 / 3), count));
    }

    /** Patches along one side. */
    public int grid() {
        return imageSize / patch;
    }

    public int patches() {
        return grid() * grid();
    }

    /** Patches and the class token. */
    public int tokens() {
        return 1 + patches();
    }

    /** Channels of the stem's maps by stride; empty where there is no stem. */
    public SortedMap<Integer, Integer> stemMaps() {
        SortedMap<Integer, Integer> channels = new TreeMap<>();
        if (stem != null) {
            stem.widths().forEach(width -> channels.put(ConvStem.stride(channels.size()), width));
        }
        return channels;
    }

    BlockSettings blocks(int layers) {
        BlockSettings.Style style = preNorm ? BlockSettings.Style.CLIP : BlockSettings.Style.MAE;
        return new BlockSettings(width, layers, heads, activation, normEpsilon, false, style);
    }
}
