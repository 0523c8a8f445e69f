package io.facet.training.network;

import java.util.List;

import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Initialization;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Shape;

/**
 * M₀ of MCF (§3.3, §4.2): the learnt part of the decoder, from what the encoder made of the visible patches to a pseudo
 * image. It is MAE's decoder (He et al., 2022), whose pixels are put together.
 *
 * <p>Parameters: {@code name.embed [D, W]}, {@code name.mask.token [1, 1, D]}, {@code name.positions [1, 1+N, D]} (sines
 * and cosines, to be frozen), {@code name.blocks.k}, {@code name.norm}, {@code name.pixels [3p², D]}.
 *
 * @param name prefix of its parameters
 * @param encoder whose patches, image size and norm it has
 * @param width D of its tokens
 * @param layers number of its blocks
 * @param heads of its attention
 */
public record PseudoImageDecoder(String name, VitSettings encoder, int width, int layers, int heads) {
    /**
     * The pseudo image {@code [B, 3, S, S]}, in the encoder's normalisation.
     *
     * @param latent the encoder's tokens, normed, {@code [B, 1+k, W]}
     * @param restore int64 {@code [B·N]}: for each place in each image, the row among B·N that the token there has when each
     *     image's k visible ones come first and its N − k mask tokens after them
     */
    public <T> T decode(Ops<T> ops, T latent, T restore) {
        T embedded = Linear.xavier(name + ".embed", encoder.width(), width).apply(ops, latent);
        T x = ops.add(inOrder(ops, embedded, restore), positions(ops));
        for (int index = 0; index < layers; index++) {
            x = new TransformerBlock(name + ".blocks." + index, blocks()).apply(ops, x);
        }
        T patches = ops.slice(x, 1, 1, encoder.tokens());
        T normed = new LayerNorm(name + ".norm", width, encoder.normEpsilon()).apply(ops, patches);
        int values = 3 * encoder.patch() * encoder.patch();
        return image(ops, Linear.xavier(name + ".pixels", width, values).apply(ops, normed));
    }

    /** {@code [B, 1+k, D]} → {@code [B, 1+N, D]}. */
    private <T> T inOrder(Ops<T> ops, T embedded, T restore) {
        long tokens = ops.shape(embedded).size(1);
        T visible = ops.slice(embedded, 1, 1, tokens);
        int missing = Math.toIntExact(encoder.tokens() - tokens);
        T shuffled = ops.concat(1, List.of(visible, ops.repeatAsBatchOf(maskTokens(ops, missing), visible)));
        T rows = ops.gatherRows(ops.reshape(shuffled, -1, width), restore);
        return ops.concat(1, List.of(ops.slice(embedded, 1, 0, 1), ops.reshape(rows, -1, encoder.patches(), width)));
    }

    /** {@code [1, missing, D]}: broadcast by adding zeros. */
    private <T> T maskTokens(Ops<T> ops, int missing) {
        T token = ops.parameter(
                new ParameterSpec(name + ".mask.token", Shape.of(1, 1, width), Initialization.normal(0.02)));
        return ops.add(token, ops.constant(new HostTensor.Floats(Shape.of(1, missing, 1), new float[missing])));
    }

    private <T> T positions(Ops<T> ops) {
        return ops.parameter(new ParameterSpec(
                name + ".positions",
                Shape.of(1, encoder.tokens(), width),
                new Initialization.Computed(() -> PositionCodes.sinCos(encoder.grid(), width, true))));
    }

    private BlockSettings blocks() {
        return new BlockSettings(
                width, layers, heads, Activation.GELU, encoder.normEpsilon(), false, BlockSettings.Style.MAE);
    }

    /** {@code [B, N, p·p·3]}, the colours of a pixel together, → {@code [B, 3, S, S]}. */
    private <T> T image(Ops<T> ops, T values) {
        int grid = encoder.grid();
        int side = encoder.patch();
        T pixels = ops.reshape(values, -1, grid, grid, side, side, 3);
        return ops.reshape(ops.permute(pixels, 0, 5, 1, 3, 2, 4), -1, 3, encoder.imageSize(), encoder.imageSize());
    }
}
