package io.facet.training.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A vision transformer (Dosovitskiy et al., 2021), pre-norm, with a class token and positions added to every token.
 *
 * <p>B is the batch, N the number of patches in rows from the top left, W the width. Parameters: {@code name.patch.weight
 * [W, 3, p, p]} ({@code .bias}), {@code name.class.token [1, 1, W]}, {@code name.positions [1, 1+N, W]}, {@code
 * name.preNorm}, {@code name.blocks.k} from 0, {@code name.norm}; with a stem {@code name.stem} and {@code
 * name.patch.weight [W, C, 3, 3]} on its last map.
 *
 * @param name prefix of its parameters
 * @param settings its shape
 * @param checkpointed forgets what is inside each block and computes it again for the gradient
 */
public record VisionTransformer(String name, VitSettings settings, boolean checkpointed) {
    public VisionTransformer(String name, VitSettings settings) {
        this(name, settings, false);
    }

    /** Patch embeddings {@code [B, N, W]} of an RGB image {@code [B, 3, S, S]}, before positions. */
    public <T> T patches(Ops<T> ops, T image) {
        return embedding(ops, image).patches();
    }

    /**
     * What stands in front of the blocks.
     *
     * @param maps of the stem's stages, {@code [B, width, S/stride, S/stride]}, by stride; empty where there is no stem
     * @param patches embeddings {@code [B, N, W]}, before positions
     */
    public record Embedding<T>(SortedMap<Integer, T> maps, T patches) {}

    /** Patch embeddings of an RGB image {@code [B, 3, S, S]}, with the maps of the stem. */
    public <T> Embedding<T> embedding(Ops<T> ops, T image) {
        requireImage(ops.shape(image));
        SortedMap<Integer, T> maps = new TreeMap<>();
        T embedded;
        if (settings.stem() == null) {
            embedded = projected(ops, image, 3, settings.patch(), settings.patch(), 0);
        } else {
            ConvStem stem = settings.stem();
            for (T map : stem.maps(ops, name + ".stem", image)) {
                maps.put(ConvStem.stride(maps.size()), map);
            }
            int stride = settings.patch() / stem.stride();
            embedded = projected(ops, maps.get(stem.stride()), stem.width(), 3, stride, 1);
        }
        T rows = ops.permute(ops.reshape(embedded, -1, settings.width(), settings.patches()), 0, 2, 1);
        return new Embedding<>(maps, rows);
    }

    private <T> T projected(Ops<T> ops, T x, int channels, int side, int stride, int padding) {
        int width = settings.width();
        long inputs = (long) channels * side * side;
        T weight = ops.parameter(new ParameterSpec(
                name + ".patch.weight", Shape.of(width, channels, side, side), patchInitialization(inputs)));
        return settings.patchBias()
                ? ops.conv2d(x, weight, parameter(ops, "patch.bias", Initialization.zeros(), width), stride, padding)
                : ops.conv2d(x, weight, stride, padding);
    }

    /** What enters the first block, {@code [B, 1+N, W]}: class token and patch embeddings, positions added, normed (CLIP). */
    public <T> T tokens(Ops<T> ops, T patches) {
        return entering(ops, placed(ops, patches));
    }

    /**
     * As {@link #tokens} for some patches only, {@code [B, 1+k, W]} (He et al., 2022: the encoder sees no others).
     *
     * @param kept int64 {@code [B·k]}: rows of the patches among the B·N of the batch, k for each image in turn
     * @param count k
     */
    public <T> T keptTokens(Ops<T> ops, T patches, T kept, int count) {
        T rows = ops.reshape(placed(ops, patches), -1, settings.width());
        return entering(ops, ops.reshape(ops.gatherRows(rows, kept), -1, count, settings.width()));
    }

    /** The last block's output {@code [B, t, W]} for tokens {@code [B, t, W]}, not normed. */
    public <T> T blocks(Ops<T> ops, T tokens) {
        T x = tokens;
        for (int block = 0; block < settings.layers(); block++) {
            x = block(ops, x, block);
        }
        return x;
    }

    /**
     * As {@link #blocks(Ops, Object)}, with something else in place of the first norm's output in the last block.
     *
     * @param lastNormed is given that output, {@code [B, t, W]}, and returns what is used instead
     */
    public <T> T blocks(Ops<T> ops, T tokens, UnaryOperator<T> lastNormed) {
        int last = settings.layers() - 1;
        T x = tokens;
        for (int block = 0; block < last; block++) {
            x = block(ops, x, block);
        }
        return new TransformerBlock(name + ".blocks." + last, settings.blocks(settings.layers()))
                .apply(ops, x, lastNormed);
    }

    /**
     * The raw output of some blocks, in their order, each {@code [B, t, W]}; blocks behind the last asked for do not run.
     *
     * @param tokens from {@link #tokens} or {@link #keptTokens}
     * @param layers numbers of blocks, from 1
     */
    public <T> List<T> features(Ops<T> ops, T tokens, SortedSet<Integer> layers) {
        requireLayers(layers);
        List<T> outputs = new ArrayList<>();
        T x = tokens;
        for (int block = 0; block < layers.last(); block++) {
            x = block(ops, x, block);
            if (layers.contains(block + 1)) {
                outputs.add(x);
            }
        }
        return outputs;
    }

    /** The final norm, token by token (CLIP's ln_post, MAE's norm): {@code [..., W]} → the same shape. */
    public <T> T norm(Ops<T> ops, T x) {
        return new LayerNorm(name + ".norm", settings.width(), settings.normEpsilon()).apply(ops, x);
    }

    /** All tokens of an image, normed: {@code [B, 3, S, S]} → {@code [B, 1+N, W]}. */
    public <T> T encode(Ops<T> ops, T image) {
        return norm(ops, blocks(ops, tokens(ops, patches(ops, image))));
    }

    /** The normed class token, {@code [B, W]}, of an image's {@link #patches}. */
    public <T> T classFeature(Ops<T> ops, T patches) {
        return norm(ops, classToken(ops, blocks(ops, tokens(ops, patches))));
    }

    /** {@code [B, t, W]} → {@code [B, W]}. */
    public <T> T classToken(Ops<T> ops, T tokens) {
        return ops.reshape(ops.slice(tokens, 1, 0, 1), -1, settings.width());
    }

    /** The mean of the tokens behind the class token: {@code [B, t, W]} → {@code [B, W]}. */
    public <T> T patchMean(Ops<T> ops, T tokens) {
        return ops.mean(ops.slice(tokens, 1, 1, ops.shape(tokens).size(1)), false, 1);
    }

    private <T> T block(Ops<T> ops, T x, int index) {
        TransformerBlock block = new TransformerBlock(name + ".blocks." + index, settings.blocks(settings.layers()));
        return checkpointed ? ops.checkpoint(x, inner -> block.apply(ops, inner)) : block.apply(ops, x);
    }

    private <T> T placed(Ops<T> ops, T patches) {
        return ops.add(patches, ops.slice(positions(ops), 1, 1, settings.tokens()));
    }

    private <T> T entering(Ops<T> ops, T placed) {
        T token = parameter(ops, "class.token", classInitialization(), 1, 1, settings.width());
        T first = ops.add(token, ops.slice(positions(ops), 1, 0, 1));
        T tokens = ops.concat(1, List.of(ops.repeatAsBatchOf(first, placed), placed));
        return settings.preNorm()
                ? new LayerNorm(name + ".preNorm", settings.width(), settings.normEpsilon()).apply(ops, tokens)
                : tokens;
    }

    private <T> T positions(Ops<T> ops) {
        Initialization initialization = settings.preNorm()
                ? clipNormal()
                : new Initialization.Computed(() -> PositionCodes.sinCos(settings.grid(), settings.width(), true));
        return parameter(ops, "positions", initialization, 1, settings.tokens(), settings.width());
    }

    private <T> T parameter(Ops<T> ops, String suffix, Initialization initialization, long... sizes) {
        return ops.parameter(new ParameterSpec(name + "." + suffix, Shape.of(sizes), initialization));
    }

    /** CLIP's, of class token and positions. */
    private Initialization clipNormal() {
        return Initialization.normal(1 / Math.sqrt(settings.width()));
    }

    private Initialization classInitialization() {
        return settings.preNorm() ? clipNormal() : new Initialization.TruncatedNormal(0.02);
    }

    /** MAE: Glorot, as if it were a linear layer. CLIP: PyTorch's default of a convolution, ±1/√(fan in). */
    private Initialization patchInitialization(long pixels) {
        return settings.preNorm()
                ? new Initialization.Uniform(1 / Math.sqrt(pixels))
                : Initialization.xavier(pixels, settings.width());
    }

    private void requireImage(Shape found) {
        long side = settings.imageSize();
        if (found.rank() != 4 || found.size(1) != 3 || found.size(2) != side || found.size(3) != side) {
            throw new IllegalArgumentException(
                    name + ": expected an image [B, 3, " + side + ", " + side + "], found " + found);
        }
    }

    private void requireLayers(SortedSet<Integer> layers) {
        if (layers.isEmpty() || layers.first() < 1 || layers.last() > settings.layers()) {
            throw new IllegalArgumentException(
                    name + ": expected numbers of blocks from 1 to " + settings.layers() + ", found " + layers);
        }
    }
}
