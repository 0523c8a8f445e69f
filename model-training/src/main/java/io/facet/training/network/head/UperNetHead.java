package io.facet.training.network.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

import io.facet.training.network.AveragePool;
import io.facet.training.network.BilinearResize;
import io.facet.training.network.ConvNorm;
import io.facet.training.network.Convolution;
import io.facet.training.network.VitSettings;
import io.facet.training.tensor.Ops;

/**
 * UperNet (Xiao et al., 2018), as FaRL uses it for parsing and heat maps (§3.5) and Naive Faceptor for every dense task:
 * maps of four layers at strides 4, 8, 16 and 32, pyramid pooling of the coarsest at scales 1, 2, 3 and 6, a feature
 * pyramid, all joined at stride 4. The dropout of 0.1 before the last layer is left out.
 *
 * <p>Parameters: {@code prefix.strides} ({@link StridePyramid}), {@code prefix.pool.s}, {@code prefix.pooled}, {@code
 * prefix.side.i} and {@code prefix.smooth.i} for the three finer maps, {@code prefix.joined}, {@code prefix.maps}. Its
 * batch norms need two images at least in training: at scale 1 an image is one value.
 *
 * @param name of the head
 * @param encoder whose features it reads; its patches have 8, 16 or 32 pixels
 * @param layers four numbers of blocks, the first for the finest map
 * @param width channels: 512 in FaRL's and Faceptor's code
 * @param outputs number of maps
 * @param side of the output: the joined map's logits are resized to it
 */
public record UperNetHead(String name, VitSettings encoder, SortedSet<Integer> layers, int width, int outputs, int side)
        implements Head {
    private static final int[] STRIDES = {4, 8, 16, 32};
    private static final int[] SCALES = {1, 2, 3, 6};

    public UperNetHead {
        layers = Collections.unmodifiableSortedSet(new TreeSet<>(layers));
        if (layers.size() != STRIDES.length) {
            throw new IllegalArgumentException("head " + name + ": expected four layers, found " + layers);
        }
        if (encoder.patch() != 8 && encoder.patch() != 16 && encoder.patch() != 32) {
            throw new IllegalArgumentException(
                    "head " + name + ": expected patches of 8, 16 or 32 pixels, found " + encoder.patch());
        }
    }

    @Override
    public SortedSet<Integer> stem() {
        return Collections.emptySortedSet();
    }

    /** {@code [B, outputs, side, side]}. */
    @Override
    public <T> T apply(Ops<T> ops, EncoderFeatures<T> features) {
        List<T> levels = topDown(ops, levels(ops, features));
        int finest = pyramid().side(STRIDES[0]);
        List<T> joined = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            boolean coarsest = i == levels.size() - 1;
            T smooth = coarsest ? levels.get(i) : norm("smooth." + i, width, 3).activated(ops, levels.get(i));
            joined.add(new BilinearResize(pyramid().side(STRIDES[i]), finest).apply(ops, smooth));
        }
        T x = norm("joined", STRIDES.length * width, 3).activated(ops, ops.concat(1, joined));
        T maps = new Convolution(prefix() + ".maps", width, outputs, 1).apply(ops, x);
        return new BilinearResize(finest, side).apply(ops, maps);
    }

    /** The maps of all strides in {@link #width} channels, the coarsest pooled. */
    private <T> List<T> levels(Ops<T> ops, EncoderFeatures<T> features) {
        List<T> levels = new ArrayList<>();
        for (int layer : layers) {
            int i = levels.size();
            T map = Tokens.map(ops, Tokens.patches(ops, features.layer(layer)), encoder);
            T scaled = pyramid().at(ops, map, STRIDES[i]);
            levels.add(
                    i == STRIDES.length - 1
                            ? pooled(ops, scaled)
                            : norm("side." + i, encoder.width(), 1).activated(ops, scaled));
        }
        return levels;
    }

    private <T> T pooled(Ops<T> ops, T coarsest) {
        int grid = pyramid().side(STRIDES[STRIDES.length - 1]);
        List<T> parts = new ArrayList<>();
        parts.add(coarsest);
        for (int scale : SCALES) {
            T means = new AveragePool(grid, scale).apply(ops, coarsest);
            T part = norm("pool." + scale, encoder.width(), 1).activated(ops, means);
            parts.add(new BilinearResize(scale, grid).apply(ops, part));
        }
        return norm("pooled", encoder.width() + SCALES.length * width, 3).activated(ops, ops.concat(1, parts));
    }

    private <T> List<T> topDown(Ops<T> ops, List<T> levels) {
        List<T> summed = new ArrayList<>(levels);
        for (int i = levels.size() - 1; i > 0; i--) {
            BilinearResize finer =
                    new BilinearResize(pyramid().side(STRIDES[i]), pyramid().side(STRIDES[i - 1]));
            summed.set(i - 1, ops.add(levels.get(i - 1), finer.apply(ops, summed.get(i))));
        }
        return summed;
    }

    private StridePyramid pyramid() {
        return new StridePyramid(prefix() + ".strides", encoder);
    }

    private ConvNorm norm(String which, int in, int kernel) {
        return new ConvNorm(prefix() + "." + which, in, width, kernel, 1);
    }
}
