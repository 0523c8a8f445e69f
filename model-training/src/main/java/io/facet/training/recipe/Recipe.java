package io.facet.training.recipe;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.facet.training.data.DataSpec;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.TextSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.pretrain.FarlOptions;
import io.facet.training.pretrain.McfOptions;

/**
 * A training configuration.
 *
 * <p>One of {@code farl}, {@code mcf}, {@code tokenizer}, {@code finetune} and {@code detector} is given: it says what is trained.
 *
 * @param name of the experiment, as in {@code farl-tiny}
 * @param description one line
 * @param data sets that follow one another; paths are relative to the folder that {@code --data} names. Fine-tuning has
 *     sets of its own
 * @param augmentation how pictures are cut and varied; its size is the network's
 * @param encoder the image encoder, for all but {@code tokenizer}
 * @param farl FaRL's pre-training
 * @param mcf MCF's pre-training
 * @param tokenizer the discrete VAE of visual tokens
 * @param finetune tasks on an encoder
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
        FinetuneSection finetune,
        DetectorSection detector,
        OptimizerSection optimizer,
        ScheduleSection schedule,
        CheckpointSection checkpoints,
        EvaluationSection evaluation,
        Long seed) {
    private static final int USUAL_BATCH = 256;

    public Recipe {
        Sections.require("name", name);
        description = description == null ? "" : description;
        data = data == null ? List.of() : List.copyOf(data);
        long methods = Stream.of(farl, mcf, tokenizer, finetune, detector)
                .filter(Objects::nonNull)
                .count();
        if (methods != 1) {
            throw new IllegalArgumentException(
                    "a recipe has one of farl, mcf, tokenizer, finetune and detector, found " + methods);
        }
        if ((tokenizer == null && detector == null) == (encoder == null)) {
            throw new IllegalArgumentException(
                    "farl, mcf and finetune need an encoder section, tokenizer and detector have none");
        }
        Sections.require("schedule", schedule);
        if (finetune != null && (!data.isEmpty() || augmentation != null)) {
            throw new IllegalArgumentException(
                    "finetune has sets and an augmentation of its own: expected no data and no"
                            + " augmentation beside it");
        }
        requireHeldOut(data, tokenizer, finetune, evaluation);
        optimizer = optimizer == null ? OptimizerSection.defaults() : optimizer;
        if (finetune != null && optimizer.microBatch() != null) {
            Sections.require(
                    optimizer.microBatch() == finetune.batch(),
                    "optimizer.microBatch",
                    "the " + finetune.batch() + " faces of the sets' batches together",
                    optimizer.microBatch());
        }
        optimizer = finetune == null
                ? optimizer.completed(USUAL_BATCH, null)
                : optimizer.completed(finetune.batch(), finetune.batch());
        checkpoints = checkpoints == null ? CheckpointSection.defaults() : checkpoints;
        seed = seed == null ? 0L : seed;
    }

    private static void requireHeldOut(
            List<DataSpec> data, TokenizerSection tokenizer, FinetuneSection finetune, EvaluationSection evaluation) {
        Stream<DataSpec> sets = finetune == null
                ? data.stream()
                : finetune.sets().values().stream().map(FinetuneSection.FaceSet::data);
        // Of several sets that are fine-tuned on, those that hold nothing out, as copies of others, are not scored.
        Predicate<DataSpec> divided = spec -> spec.split() == DataSpec.Split.TRAIN;
        boolean heldOut = finetune == null ? sets.allMatch(divided) : sets.anyMatch(divided);
        if (evaluation != null && (tokenizer != null || !heldOut)) {
            throw new IllegalArgumentException(
                    "evaluation is for farl, mcf, finetune and detector, on data sets with split: train");
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
        return encoder.vit(finetune == null ? farl != null : finetune.layout() == FinetuneSection.Layout.CLIP);
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

    /** Mean of the network's input in [0, 1], by channel R, G, B. */
    public List<Double> mean() {
        return finetune == null ? transform().mean() : finetune.augmentation().mean();
    }

    /** What divides the network's input after the mean is subtracted, by channel. */
    public List<Double> std() {
        return finetune == null ? transform().std() : finetune.augmentation().std();
    }

    /** Augmentation of pre-training with the network's size. */
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
