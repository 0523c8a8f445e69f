package io.facet.training.network;

import java.util.ArrayList;
import java.util.List;

import io.facet.training.tensor.Ops;

/**
 * Convolutions in front of a transformer (Xiao et al., "Early Convolutions Help Transformers See Better", 2021): they learn
 * from few pictures what a patch embedding needs many for, and offer maps of finer stride to dense heads. Each stage halves
 * the picture by a 3×3 convolution and goes through residual blocks of two 3×3 convolutions (He et al., 2016).
 *
 * @param widths channels of each stage, at strides 2, 4, 8 …
 * @param blocks residual blocks of each stage, 0 or more
 */
public record ConvStem(List<Integer> widths, List<Integer> blocks) {
    public ConvStem {
        widths = List.copyOf(widths);
        blocks = List.copyOf(blocks);
        if (widths.isEmpty() || widths.size() != blocks.size()) {
            throw new IllegalArgumentException(
                    "a stem has as many widths as blocks, found " + widths + " and " + blocks);
        }
        if (widths.stream().anyMatch(width -> width < 1) || blocks.stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "a stem's widths are 1 or more and its blocks 0 or more, found " + widths + " and " + blocks);
        }
    }

    /** Stride of a stage's map, from stage 0. */
    public static int stride(int stage) {
        return 2 << stage;
    }

    /** Stride of the last map. */
    public int stride() {
        return stride(widths.size() - 1);
    }

    int width() {
        return widths.get(widths.size() - 1);
    }

    /**
     * The map of each stage, {@code [B, width, S/stride, S/stride]}, of an image {@code [B, 3, S, S]}.
     *
     * @param name prefix of its parameters: {@code name.k.down}, {@code name.k.block.j.1|2}
     */
    <T> List<T> maps(Ops<T> ops, String name, T image) {
        List<T> maps = new ArrayList<>();
        T x = image;
        int channels = 3;
        for (int stage = 0; stage < widths.size(); stage++) {
            String prefix = name + "." + stage;
            int width = widths.get(stage);
            x = new ConvNorm(prefix + ".down", channels, width, 3, 2).activated(ops, x);
            for (int block = 0; block < blocks.get(stage); block++) {
                x = residual(ops, prefix + ".block." + block, width, x);
            }
            maps.add(x);
            channels = width;
        }
        return maps;
    }

    private static <T> T residual(Ops<T> ops, String name, int width, T x) {
        T inner = new ConvNorm(name + ".1", width, width, 3, 1).activated(ops, x);
        T branch = new ConvNorm(name + ".2", width, width, 3, 1, 1, 0).apply(ops, inner);
        return ops.relu(ops.add(x, branch));
    }
}
