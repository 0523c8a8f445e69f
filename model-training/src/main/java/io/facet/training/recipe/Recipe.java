package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.facet.training.data.DataSpec;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.loop.LoopSettings;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.pretrain.FarlOptions;
import io.facet.training.pretrain.McfOptions;

/**
 * A training configuration.
 *
 * <p>One of {@code farl}, {@code mcf}, {@code tokenizer} and {@code detector} is given: it says what is trained.
 *
 * @param name of the experiment, as in {@code farl-tiny}
 * @param description one line
 * @param data sets that follow one another; paths are relative to the folder that {@code --data} names
 * @param augmentation how pictures are cut and varied; its size is the network's
 * @param encoder the image encoder, for {@code farl} and {@code mcf}
 * @param farl FaRL's pre-training
 * @param mcf MCF's pre-training
 * @param tokenizer the discrete VAE of visual tokens
 * @param detector the face detector
 * @param optimizer batch and AdamW
 * @param schedule length and learning rate
 * @param checkpoints when they are written
 * @param evaluation losses on held-out data; none if left out
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
        DetectorSection detector,
        OptimizerSection optimizer,
        ScheduleSection schedule,
        CheckpointSection checkpoints,
        EvaluationSection evaluation,
        Long seed) {
    public Recipe {
        Sections.require("name", name);
        description = description == null ? "" : description;
        data = data == null ? List.of() : List.copyOf(data);
        long methods = Stream.of(farl, mcf, tokenizer, detector).filter(Objects::nonNull).count();
        if (methods != 1) {
            throw new IllegalArgumentException("a recipe has one of farl, mcf, tokenizer and detector, found " + methods);
        }
        if ((tokenizer == null && detector == null) == (encoder == null)) {
            throw new IllegalArgumentException("farl and mcf need an encoder section, tokenizer and detector have none");
        }
        Sections.require("schedule", schedule);
        requireHeldOut(data, tokenizer, evaluation);
        optimizer = optimizer == null ? OptimizerSection.defaults() : optimizer;
        checkpoints = checkpoints == null ? CheckpointSection.defaults() : checkpoints;
        seed = seed == null ? 0L : seed;
    }

    private static void requireHeldOut(List<DataSpec> data, TokenizerSection tokenizer, EvaluationSection evaluation) {
        boolean heldOut = data.stream().allMatch(spec -> spec.split() == DataSpec.Split.TRAIN);
        if (evaluation != null && (tokenizer != null || !heldOut)) {
            throw new IllegalArgumentException("evaluation is for farl, mcf and detector, on data sets with split: train");
        }
    }

    /** Side of the network's input in pixels. */
    public int imageSize() {
        if (detector != null) {
            return detector.imageSize();
        }
        return tokenizer == null ? encoder.imageSize() : tokenizer.imageSize();
    }

    /** Shape of the image encoder; refuses the recipe of a tokenizer. */
    public VitSettings image() {
        Sections.require("encoder", encoder);
        return encoder.vit(farl != null);
    }

    /**
     * FaRL's options.
     *
     * @param vocabulary number of text tokens
     * @param tokenizer the network visual tokens come from; not looked at without masked image modelling
     */
    public FarlOptions farlOptions(int vocabulary, DiscreteVaeSettings tokenizer) {
        FarlSection.Text text = farl.text();
        return new FarlOptions(
                image(),
                new TextSettings(vocabulary, text.context(), text.width(), text.layers(), text.heads()),
                farl.embedding(),
                farl.temperature(),
                farl.contrast(),
                Optional.ofNullable(farl.masked()).map(masked -> masked.options(tokenizer)),
                encoder.checkpointed());
    }

    /** MCF's options, with a frozen network of this shape. */
    public McfOptions mcfOptions(VitSettings target) {
        return new McfOptions(
                image(),
                target,
                mcf.decoder(),
                mcf.maskRatio(),
                mcf.featureForm(),
                mcf.featureLayers() == null ? McfOptions.quarters(target.layers()) : new TreeSet<>(mcf.featureLayers()),
                mcf.featureWeight(),
                mcf.contrast().enabled() ? Optional.of(mcf.contrast().options()) : Optional.empty(),
                mcf.fixedPositions(),
                encoder.checkpointed());
    }

    /** How the loop trains it. */
    LoopSettings loop(Path output, int processes) {
        return LoopSettings.of(output, schedule.length(), schedule.schedule(optimizer.batch()), seed)
                .accumulating(optimizer.accumulation(processes))
                .averaging(optimizer.averageMomentum())
                .checkpointing(checkpoints.policy())
                .evaluatingEvery(evaluation == null ? 0 : evaluation.everyUpdates())
                .loggingEvery(checkpoints.logEvery());
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
