package io.facet.training.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.facet.training.finetune.MarginIdentityTask;
import io.facet.training.finetune.ParsingTask;
import io.facet.training.finetune.Task;
import io.facet.training.network.ConvStem;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.head.FaceptorDecoder;
import io.facet.training.network.head.HeadSettings;
import io.facet.training.pretrain.McfOptions;

/** Cuts a recipe down to a trial of some seconds: the same code and losses on tiny networks and rendered pictures. */
final class Smoke {
    static final int UPDATES = 20;

    private static final int SIDE = 32;
    private static final int PATCH = 8;
    private static final int WIDTH = 32;
    private static final int LAYERS = 4;
    private static final int BATCH = 8;
    /** Three and four layers divide it. */
    private static final int NAIVE_WIDTH = 48;

    private Smoke() {}

    static Recipe of(Recipe recipe) {
        return new Recipe(
                recipe.name(),
                recipe.description(),
                List.of(),
                recipe.augmentation(),
                recipe.encoder() == null ? null : encoder(recipe.encoder()),
                recipe.farl() == null ? null : farl(recipe.farl()),
                recipe.mcf() == null ? null : mcf(recipe.mcf()),
                recipe.tokenizer() == null ? null : tokenizer(recipe.tokenizer()),
                recipe.finetune() == null ? null : finetune(recipe.finetune()),
                recipe.detector() == null ? null : detector(recipe.detector()),
                recipe.finetune() == null ? optimizer(recipe.optimizer()) : accumulated(recipe.optimizer()),
                schedule(recipe.schedule()),
                new CheckpointSection(10L, 0.0, 2, 1L),
                recipe.finetune() == null || recipe.evaluation() == null
                        ? null
                        : new EvaluationSection((long) UPDATES, 2),
                recipe.seed());
    }

    private static EncoderSection encoder(EncoderSection section) {
        ConvStem stem = section.stem() == null ? null : new ConvStem(List.of(8, 8), List.of(0, 1));
        return new EncoderSection(section.size(), SIDE, PATCH, WIDTH, LAYERS, 2, stem, section.checkpointed());
    }

    private static FarlSection farl(FarlSection section) {
        FarlSection.Text text = new FarlSection.Text(null, section.text().context(), WIDTH, 2, 2);
        FarlSection.Masked masked = section.masked();
        return new FarlSection(
                section.contrast(),
                WIDTH,
                section.temperature(),
                0,
                text,
                masked == null
                        ? null
                        : new FarlSection.Masked(
                                masked.layers(), null, masked.masking(), masked.reduction(), masked.weight(), null));
    }

    private static McfSection mcf(McfSection section) {
        McfSection.Contrast contrast = section.contrast();
        return new McfSection(
                null,
                section.maskRatio(),
                new McfOptions.Decoder(WIDTH, section.decoder().layers(), 2),
                section.featureForm(),
                null,
                section.featureWeight(),
                section.fixedPositions(),
                new McfSection.Contrast(
                        contrast.enabled(),
                        contrast.feature(),
                        WIDTH,
                        WIDTH,
                        contrast.batchNorm(),
                        contrast.temperature(),
                        contrast.form(),
                        contrast.momentum()));
    }

    private static FinetuneSection finetune(FinetuneSection section) {
        Map<String, FinetuneSection.FaceSet> sets = new LinkedHashMap<>();
        section.sets()
                .forEach((name, set) -> sets.put(
                        name,
                        new FinetuneSection.FaceSet(set.data(), 4, set.tasks(), set.teacher(), set.augmentation())));
        Map<String, HeadSettings> heads = new LinkedHashMap<>();
        section.heads().forEach((name, head) -> heads.put(name, head(head)));
        Map<String, Task> tasks = new LinkedHashMap<>();
        section.tasks().forEach((name, task) -> tasks.put(name, task(task)));
        return new FinetuneSection(
                section.layout(),
                section.train(),
                heads,
                tasks,
                sets,
                section.augmentation(),
                1.0,
                section.onlyLayer() == null ? null : Math.min(section.onlyLayer(), LAYERS));
    }

    private static HeadSettings head(HeadSettings head) {
        if (head instanceof HeadSettings.UperNet) {
            return new HeadSettings.UperNet(List.of(1, 2, 3, 4), PATCH, SIDE);
        }
        if (head instanceof HeadSettings.NaiveAttributes) {
            return new HeadSettings.NaiveAttributes(null, NAIVE_WIDTH);
        }
        if (head instanceof HeadSettings.FaceptorMaps maps) {
            return new HeadSettings.FaceptorMaps(decoder(maps.decoder()), SIDE);
        }
        if (head instanceof HeadSettings.FaceptorValues values) {
            return new HeadSettings.FaceptorValues(decoder(values.decoder()));
        }
        if (head instanceof HeadSettings.Pixel pixel) {
            return new HeadSettings.Pixel(null, pixel.width());
        }
        if (head instanceof HeadSettings.FarlAttributes) {
            return new HeadSettings.FarlAttributes(null);
        }
        return new HeadSettings.Identity(null);
    }

    private static FaceptorDecoder decoder(FaceptorDecoder decoder) {
        return new FaceptorDecoder(
                WIDTH, 1, 2, WIDTH, decoder.layerAttention(), decoder.projections(), decoder.places());
    }

    private static Task task(Task task) {
        if (task instanceof ParsingTask parsing) {
            return new ParsingTask(
                    parsing.head(),
                    parsing.weight(),
                    parsing.labels(),
                    parsing.mirrored(),
                    SIDE,
                    parsing.classWeights());
        }
        if (task instanceof MarginIdentityTask identity) {
            return new MarginIdentityTask(
                    identity.head(), identity.weight(), BATCH, WIDTH, identity.form(), null, null);
        }
        return task;
    }

    private static OptimizerSection accumulated(OptimizerSection section) {
        return new OptimizerSection(
                null,
                null,
                section.weightDecay(),
                section.clipNorm(),
                section.beta1(),
                section.beta2(),
                section.epsilon(),
                section.averageMomentum(),
                section.frozen(),
                section.layerDecay(),
                section.rateFactors());
    }

    private static DetectorSection detector(DetectorSection section) {
        return new DetectorSection(
                null,
                section.sure(),
                section.doubtful(),
                null,
                2 * SIDE,
                8,
                List.of(8, 16, 16, 16),
                List.of(0, 1, 1, 1),
                16,
                section.boxWeight(),
                section.pointsWeight(),
                section.scoreThreshold(),
                section.nmsIou(),
                section.keptMiB());
    }

    private static TokenizerSection tokenizer(TokenizerSection section) {
        return new TokenizerSection(SIDE, PATCH, 64, 16, 16, 1, section.reconstruction(), null, null);
    }

    private static OptimizerSection optimizer(OptimizerSection section) {
        return new OptimizerSection(
                BATCH,
                BATCH,
                section.weightDecay(),
                section.clipNorm(),
                section.beta1(),
                section.beta2(),
                section.epsilon(),
                section.averageMomentum(),
                section.frozen(),
                section.layerDecay(),
                section.rateFactors());
    }

    private static ScheduleSection schedule(ScheduleSection section) {
        return new ScheduleSection(null, (long) UPDATES, null, 2L, section.start(), 1e-3, section.end(), false);
    }

    /** The tokenizer a trial of FaRL takes its tokens from, with fresh values: it need not be good, only frozen. */
    static DiscreteVaeSettings tokenizerNetwork() {
        return new DiscreteVaeSettings(SIDE, PATCH, 64, 16, 16, 1);
    }
}
