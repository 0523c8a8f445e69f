package io.facet.training.recipe;

import java.util.List;
import java.util.stream.Stream;

import io.facet.training.data.DataSpec;
import io.facet.training.data.image.AugmentationSettings;

/**
 * A training configuration.
 *
 * <p>One of {@code farl}, {@code mcf} and {@code tokenizer} is given: it says what is trained.
 *
 * @param name of the experiment, as in {@code farl-tiny}
 * @param description one line
 * @param data sets that follow one another; paths are relative to the folder that {@code --data} names
 * @param augmentation how pictures are cut and varied; its size is the network's
 * @param encoder the image encoder, for {@code farl} and {@code mcf}
 * @param farl FaRL's pre-training
 * @param mcf MCF's pre-training
 * @param tokenizer the discrete VAE of visual tokens
 * @param optimizer batch and AdamW
 * @param schedule length and learning rate
 * @param checkpoints when they are written
 * @param seed of first parameters, order and chance; default 0
 */
public record Recipe(
        String name,
        String description,
        List<DataSpec> data,
        AugmentationSettings augmentation,
        EncoderSection encoder,
        FarlSection farl,
        McfSection mcf,
        TokenizerSection tokenizer,
        OptimizerSection optimizer,
        ScheduleSection schedule,
        CheckpointSection checkpoints,
        Long seed) {
    public Recipe {
        Sections.require("name", name);
        description = description == null ? "" : description;
        data = data == null ? List.of() : List.copyOf(data);
        long methods = Stream.of(farl, mcf, tokenizer)
                .filter(java.util.Objects::nonNull)
                .count();
        if (methods != 1) {
            throw new IllegalArgumentException("a recipe has one of farl, mcf and tokenizer, found " + methods);
        }
        if ((tokenizer == null) == (encoder == null)) {
            throw new IllegalArgumentException("farl and mcf need an encoder section, tokenizer has none");
        }
        Sections.require("schedule", schedule);
        optimizer = optimizer == null ? OptimizerSection.defaults() : optimizer;
        checkpoints = checkpoints == null ? CheckpointSection.defaults() : checkpoints;
        seed = seed == null ? 0L : seed;
    }

    /** Side of the network's input in pixels. */
    public int imageSize() {
        return tokenizer == null
                ? encoder.vit(farl != null).imageSize()
                : tokenizer.network().imageSize();
    }

    /** Augmentation with the network's size. */
    AugmentationSettings transform() {
        AugmentationSettings given = augmentation == null ? AugmentationSettings.plain(imageSize()) : augmentation;
        return new AugmentationSettings(
                imageSize(),
                given.minArea(),
                given.maxArea(),
                given.maxAspect(),
                given.flip(),
                given.brightness(),
                given.contrast(),
                given.saturation(),
                given.grayscale(),
                given.mean(),
                given.std());
    }
}
