package io.facet.training.network.head;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.BilinearResize;
import io.facet.training.network.ConvNorm;
import io.facet.training.network.Convolution;
import io.facet.training.network.Doubling;
import io.facet.training.network.LayerNorm;
import io.facet.training.network.Linear;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;

/**
 * A light head for maps: from the patches of one layer down a small pyramid (Lin et al., "Feature Pyramid Networks", 2017)
 * to half of the image's side. Where the encoder's stem has a map of the same stride, its detail is added. One such head
 * may serve several tasks, its maps side by side.
 *
 * <p>Parameters: {@code prefix.norm}, {@code prefix.top [width, W]}; for each stride s from half a patch to 4 {@code
 * prefix.side.s} (1×1, on the stem's map) and {@code prefix.smooth.s} (3×3, batch norm); {@code prefix.maps} (2×2
 * deconvolution).
 *
 * @param name of the head
 * @param encoder whose features it reads; its patches have 8, 16 or 32 pixels
 * @param layer number of the block
 * @param width channels of the pyramid
 * @param outputs number of maps
 */
public record PixelHead(String name, VitSettings encoder, int layer, int width, int outputs) implements Head {
    /** Stride of the pyramid's finest map; the output is twice as fine. */
    private static final int FINEST = 4;

    public PixelHead {
        if (encoder.patch() < 2 * FINEST || Integer.bitCount(encoder.patch()) != 1) {
            throw new IllegalArgumentException(
                    "head " + name + ": expected patches of 8, 16 or 32 pixels, found " + encoder.patch());
        }
    }

    @Override
    public SortedSet<Integer> layers() {
        return new TreeSet<>(List.of(layer));
    }

    /** Those strides of the encoder's stem that the pyramid has, too. */
    @Override
    public SortedSet<Integer> stem() {
        TreeSet<Integer> strides = new TreeSet<>(encoder.stemMaps().keySet());
        strides.removeIf(stride -> stride < FINEST || stride >= encoder.patch());
        return strides;
    }

    /** {@code [B, outputs, side/2, side/2]} of an image of that side. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        T tokens = Tokens.patches(ops, features.layer(layer));
        T normed = new LayerNorm(prefix() + ".norm", encoder.width(), encoder.normEpsilon()).apply(ops, tokens);
        T x = Tokens.map(
                ops, Linear.xavier(prefix() + ".top", encoder.width(), width).apply(ops, normed), encoder);
        for (int stride = encoder.patch() / 2; stride >= FINEST; stride /= 2) {
            int side = encoder.imageSize() / stride;
            T finer = detailed(ops, new BilinearResize(side / 2, side).apply(ops, x), features, stride);
            x = new ConvNorm(prefix() + ".smooth." + stride, width, width, 3, 1).activated(ops, finer);
        }
        return new Doubling(prefix() + ".maps", width, outputs).apply(ops, x);
    }

    private <T> T detailed(Ops<T> ops, T x, EncoderFeatures<T> features, int stride) {
        if (!stem().contains(stride)) {
            return x;
        }
        int channels = encoder.stemMaps().get(stride);
        Convolution side = new Convolution(prefix() + ".side." + stride, channels, width, 1);
        return ops.add(x, side.apply(ops, features.map(stride)));
    }
}
