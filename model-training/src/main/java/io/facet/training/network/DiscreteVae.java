package io.facet.training.network;

import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * A discrete VAE (Ramesh et al., 2021, §2.1): an image becomes a grid of visual tokens, from which it is painted again.
 * It is the tokenizer of FaRL's masked image modelling (§3.3), of a size that trains on small machines.
 *
 * <p>Encoder: strided convolutions (kernel 4, stride 2) with ReLU, residual blocks, scores. Decoder: codes, residual blocks,
 * transposed convolutions, pixels. Parameters: {@code name.encoder.down.k}, {@code name.encoder.residual.k}, {@code
 * name.encoder.logits}, {@code name.decoder.codes.weight [codeWidth, V, 1, 1]}, {@code name.decoder.enter}, {@code
 * name.decoder.residual.k}, {@code name.decoder.up.k}, {@code name.decoder.pixels}.
 *
 * @param name prefix of its parameters
 * @param settings its shape
 */
public record DiscreteVae(String name, DiscreteVaeSettings settings) {
    /** Scores of the visual tokens: {@code [B, 3, S, S]} → {@code [B, V, g, g]}. */
    public <T> T logits(Ops<T> ops, T image) {
        T x = image;
        int channels = 3;
        for (int k = 0; k < settings.halvings(); k++) {
            x = ops.relu(new Kernel("encoder.down." + k, channels, settings.width(), 4).convolve(ops, x, 2, 1));
            channels = settings.width();
        }
        x = residuals(ops, x, "encoder");
        return new Kernel("encoder.logits", channels, settings.vocabulary(), 1).convolve(ops, x, 1, 0);
    }

    /** The likeliest visual tokens: {@code [B, 3, S, S]} → int64 {@code [B, g, g]}. */
    public <T> T tokens(Ops<T> ops, T image) {
        return ops.argMax(logits(ops, image), 1);
    }

    /**
     * A draw from the relaxed (Gumbel-softmax) distribution, {@code [B, V, g, g]}, positive and adding up to 1 over V.
     *
     * @param logits {@code [B, V, g, g]}
     * @param noise {@code [B, V, g, g]}, uniform, inside (0, 1)
     * @param temperature a scalar; near 0 draws are nearly one-hot
     */
    public <T> T relaxed(Ops<T> ops, T logits, T noise, T temperature) {
        T exponential = ops.multiply(ops.log(noise), -1);
        T gumbel = ops.multiply(ops.log(exponential), -1);
        return ops.softmax(ops.divide(ops.add(logits, gumbel), temperature), 1);
    }

    /**
     * Paints an image: weights of visual tokens {@code [B, V, g, g]} → {@code [B, channels, S, S]}.
     *
     * @param channels 3 for pixels; 6 for pixels and their log scales
     */
    public <T> T decode(Ops<T> ops, T weights, int channels) {
        T codes = ops.parameter(new ParameterSpec(
                name + ".decoder.codes.weight",
                Shape.of(settings.codeWidth(), settings.vocabulary(), 1, 1),
                Initialization.normal(1)));
        T x = ops.conv2d(weights, codes, 1, 0);
        x = new Kernel("decoder.enter", settings.codeWidth(), settings.width(), 1).convolve(ops, x, 1, 0);
        x = residuals(ops, x, "decoder");
        for (int k = 0; k < settings.halvings(); k++) {
            x = ops.relu(new Kernel("decoder.up." + k, settings.width(), settings.width(), 4).expand(ops, x, 2, 1));
        }
        return new Kernel("decoder.pixels", settings.width(), channels, 1).convolve(ops, x, 1, 0);
    }

    private <T> T residuals(Ops<T> ops, T x, String part) {
        int width = settings.width();
        for (int k = 0; k < settings.residualBlocks(); k++) {
            String block = part + ".residual." + k;
            T inner = new Kernel(block + ".first", width, width, 3).convolve(ops, ops.relu(x), 1, 1);
            x = ops.add(x, new Kernel(block + ".second", width, width, 1).convolve(ops, ops.relu(inner), 1, 0));
        }
        return x;
    }

    /** A convolution's parameters: Kaiming's uniform weights for ReLU, biases from 0. */
    private final class Kernel {
        private final String prefix;
        private final int in;
        private final int out;
        private final int side;

        Kernel(String suffix, int in, int out, int side) {
            this.prefix = name + "." + suffix;
            this.in = in;
            this.out = out;
            this.side = side;
        }

        <T> T convolve(Ops<T> ops, T x, int stride, int padding) {
            return ops.conv2d(x, weight(ops, out, in, in * side * side), bias(ops), stride, padding);
        }

        /** Each output pixel of a transposed convolution sees (side / stride)² input pixels. */
        <T> T expand(Ops<T> ops, T x, int stride, int padding) {
            int seen = side / stride;
            return ops.convTranspose2d(x, weight(ops, in, out, in * seen * seen), bias(ops), stride, padding);
        }

        private <T> T weight(Ops<T> ops, int first, int second, int fanIn) {
            Initialization initialization = new Initialization.Uniform(Math.sqrt(6.0 / fanIn));
            return ops.parameter(
                    new ParameterSpec(prefix + ".weight", Shape.of(first, second, side, side), initialization));
        }

        private <T> T bias(Ops<T> ops) {
            return ops.parameter(new ParameterSpec(prefix + ".bias", Shape.of(out), Initialization.zeros()));
        }
    }
}
