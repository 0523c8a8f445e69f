package io.facet.training.pretrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.network.DiscreteVae;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Ops;
import io.facet.training.tensor.Shape;

/**
 * Trains the discrete VAE that FaRL's visual tokens come from: it paints the image from relaxed tokens, whose distribution
 * is drawn towards the uniform one (Ramesh et al., 2021, §2.1).
 *
 * <p>Inputs: {@code image [B, 3, S, S]}, normalised RGB; {@code noise [B, V, g, g]}, uniform, inside (0, 1); {@code
 * temperature}, a scalar.
 *
 * <p>Outputs: {@code loss = reconstruction + weight · divergence}, {@code reconstruction}, {@code divergence} (of one
 * token's distribution from the uniform one, in nats), {@code perplexity} (tokens in use, 1 to V).
 */
public record TokenizerObjective(TokenizerOptions options) implements Objective {
    private static final String TOKENIZER = "tokenizer";

    @Override
    public Map<String, Shape> inputs() {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        long side = options.network().imageSize();
        long grid = options.network().grid();
        inputs.put("image", Shape.of(Shape.ANY, 3, side, side));
        inputs.put("noise", Shape.of(Shape.ANY, options.network().vocabulary(), grid, grid));
        inputs.put("temperature", Shape.of());
        return inputs;
    }

    @Override
    public List<String> frozen() {
        return List.of();
    }

    @Override
    public <T> Map<String, T> apply(Ops<T> ops, Map<String, T> inputs) {
        DiscreteVae network = new DiscreteVae(TOKENIZER, options.network());
        T image = inputs.get("image");
        T logits = network.logits(ops, image);
        T weights = network.relaxed(ops, logits, inputs.get("noise"), inputs.get("temperature"));
        T painted = network.decode(ops, weights, options.reconstruction().channels());
        T reconstruction = reconstruction(ops, painted, image);
        T divergence = TokenDivergence.fromUniform(ops, logits);
        Map<String, T> outputs = new LinkedHashMap<>();
        outputs.put(LOSS, ops.add(reconstruction, ops.multiply(divergence, options.divergenceWeight())));
        outputs.put("reconstruction", reconstruction);
        outputs.put("divergence", divergence);
        outputs.put("perplexity", TokenDivergence.perplexity(ops, logits));
        return outputs;
    }

    private <T> T reconstruction(Ops<T> ops, T painted, T image) {
        if (options.reconstruction() == TokenizerOptions.Reconstruction.LOGIT_LAPLACE) {
            T pixels = ops.add(ops.multiply(image, channels(ops, true)), channels(ops, false));
            return LogitLaplaceLoss.of(ops, painted, pixels);
        }
        T difference = ops.subtract(painted, image);
        return ops.mean(ops.multiply(difference, difference));
    }

    /** Deviations or means of the normalisation, {@code [1, 3, 1, 1]}. */
    private <T> T channels(Ops<T> ops, boolean deviation) {
        TokenizerOptions.Normalization normalization = options.normalization();
        List<Double> values = deviation ? normalization.deviation() : normalization.mean();
        float[] floats = new float[3];
        for (int i = 0; i < 3; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return ops.constant(new HostTensor.Floats(Shape.of(1, 3, 1, 1), floats));
    }
}
