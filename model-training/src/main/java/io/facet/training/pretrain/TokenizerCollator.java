package io.facet.training.pretrain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import io.facet.training.data.Collator;
import io.facet.training.data.ImageTransform;
import io.facet.training.data.Sample;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Makes the inputs of {@link TokenizerObjective} but the temperature, which {@link AnnealedBatches} adds: images, and
 * uniform noise for the relaxation.
 *
 * <p>Thread-safe if the transform is. Chance is drawn for all images, then for the noise.
 */
public final class TokenizerCollator implements Collator {
    private final DiscreteVaeSettings network;
    private final ImageTransform transform;

    /** @param transform gives images of the tokenizer's size */
    public TokenizerCollator(DiscreteVaeSettings network, ImageTransform transform) {
        Images.requireSide(transform, network.imageSize());
        this.network = network;
        this.transform = transform;
    }

    @Override
    public Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random) {
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put("image", Images.of(samples, transform, random));
        int grid = network.grid();
        Shape shape = Shape.of(samples.size(), network.vocabulary(), grid, grid);
        float[] noise = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = inside(random);
        }
        inputs.put("noise", new HostTensor.Floats(shape, noise));
        return inputs;
    }

    /** Uniform in steps of 2⁻²³, never 0 or 1: the noise is log(−log) of it. */
    private static float inside(RandomGenerator random) {
        return ((random.nextInt() >>> 9) + 0.5f) * 0x1p-23f;
    }
}
