package io.facet.training.pretrain;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

import io.facet.domain.UserError;
import io.facet.training.data.Collator;
import io.facet.training.data.ImageTransform;
import io.facet.training.data.Sample;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.Shape;

/**
 * Makes the inputs of {@link FarlObjective}: images, one caption of each sample drawn at random, masks.
 *
 * <p>Thread-safe if transform and tokenizer are. Chance is drawn for all images, then all captions, then all masks.
 */
public final class FarlCollator implements Collator {
    private final FarlOptions options;
    private final ImageTransform transform;
    private final Function<String, long[]> tokenizer;

    /**
     * @param transform gives images of the encoder's size
     * @param tokenizer gives the tokens of a text, as many as the text encoder's context
     */
    public FarlCollator(FarlOptions options, ImageTransform transform, Function<String, long[]> tokenizer) {
        Images.requireSide(transform, options.image().imageSize());
        this.options = options;
        this.transform = transform;
        this.tokenizer = tokenizer;
    }

    @Override
    public Map<String, HostTensor> collate(List<Sample> samples, RandomGenerator random) {
        Map<String, HostTensor> inputs = new LinkedHashMap<>();
        inputs.put("image", Images.of(samples, transform, random));
        if (options.contrast()) {
            inputs.put("tokens", tokens(samples, random));
        }
        options.masked().ifPresent(masked -> putMasks(samples.size(), masked, random, inputs));
        return inputs;
    }

    private HostTensor.Longs tokens(List<Sample> samples, RandomGenerator random) {
        int context = options.text().context();
        long[] values = new long[samples.size() * context];
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            if (sample.captions().isEmpty()) {
                throw new UserError(sample.key() + ": expected a caption, found none; write captions first, or train"
                        + " without the contrastive loss");
            }
            long[] tokens = tokenizer.apply(
                    sample.captions().get(random.nextInt(sample.captions().size())));
            if (tokens.length != context) {
                throw new IllegalArgumentException(
                        "the tokenizer gives texts of " + tokens.length + " tokens, the encoder takes " + context);
            }
            System.arraycopy(tokens, 0, values, i * context, context);
        }
        return new HostTensor.Longs(Shape.of(samples.size(), context), values);
    }

    private void putMasks(
            int images, MaskedImageOptions masked, RandomGenerator random, Map<String, HostTensor> inputs) {
        int grid = options.image().grid();
        int patches = grid * grid;
        BitSet places = new BitSet(images * patches);
        for (int image = 0; image < images; image++) {
            int first = image * patches;
            masked.masking().draw(grid, masked.mostMasked(), random).stream()
                    .forEach(patch -> places.set(first + patch));
        }
        float[] mask = new float[images * patches];
        places.stream().forEach(place -> mask[place] = 1);
        long[] rows = places.stream().asLongStream().toArray();
        inputs.put("mask", new HostTensor.Floats(Shape.of(images, patches, 1), mask));
        inputs.put("masked", new HostTensor.Longs(Shape.of(rows.length), rows));
    }
}
