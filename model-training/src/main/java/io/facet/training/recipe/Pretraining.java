package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.training.data.Collator;
import io.facet.training.data.image.Augmentation;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.engine.Parameters;
import io.facet.training.network.DiscreteVaeSettings;
import io.facet.training.network.VitSettings;
import io.facet.training.pretrain.AnnealedBatches;
import io.facet.training.pretrain.FarlCollator;
import io.facet.training.pretrain.FarlObjective;
import io.facet.training.pretrain.FarlOptions;
import io.facet.training.pretrain.McfCollator;
import io.facet.training.pretrain.McfObjective;
import io.facet.training.pretrain.McfOptions;
import io.facet.training.pretrain.Objective;
import io.facet.training.pretrain.TokenizerCollator;
import io.facet.training.pretrain.TokenizerObjective;
import io.facet.training.pretrain.TokenizerOptions;
import io.facet.training.text.ClipTokenizer;

/** Puts the pre-training of a recipe together. Used once, by one thread. */
final class Pretraining {
    private final RunOrder order;
    private final Recipe recipe;
    private final RecipeExperiment.Share share;
    private final RunData data;
    private final List<ExperimentParts.Given> given = new ArrayList<>();

    Pretraining(RunOrder order, Recipe recipe, RecipeExperiment.Share share, RunData data) {
        this.order = order;
        this.recipe = recipe;
        this.share = share;
        this.data = data;
    }

    ExperimentParts parts() {
        Augmentation transform = new Augmentation(recipe.transform());
        if (recipe.tokenizer() != null) {
            return tokenizer(transform);
        }
        order.start().ifPresent(path -> give("encoder.", startingAt(path)));
        return recipe.farl() != null ? farl(transform) : mcf(transform);
    }

    private void give(String prefix, Parameters values) {
        given.add(new ExperimentParts.Given(prefix, values, true));
    }

    private Parameters startingAt(Path path) {
        TrainedEncoder start = TrainedEncoder.open(path);
        if (!start.vit().equals(recipe.image())) {
            throw new UserError(
                    path + " is of another architecture: expected " + recipe.image() + ", found " + start.vit());
        }
        return start.parameters();
    }

    private ExperimentParts farl(Augmentation transform) {
        ClipTokenizer texts = texts();
        FarlSection.Masked masked = recipe.farl().masked();
        FarlOptions options = recipe.farlOptions(texts.size(), masked == null ? null : tokenizerNetwork(masked));
        return with(
                new FarlObjective(options),
                new FarlCollator(
                        options,
                        transform,
                        text -> texts.encode(text, options.text().context())));
    }

    private ClipTokenizer texts() {
        Path vocabulary = recipe.farl().text().vocabulary();
        return vocabulary == null
                ? ClipTokenizer.bytes()
                : ClipTokenizer.load(order.data().resolve(vocabulary));
    }

    private DiscreteVaeSettings tokenizerNetwork(FarlSection.Masked section) {
        Path run = order.tokenizer().orElse(section.tokenizer());
        if (run == null) {
            if (order.smoke()) {
                return Smoke.tokenizerNetwork();
            }
            throw new UserError("masked image modelling needs the run of a visual tokenizer: train one with"
                    + " `facet train tokenizer` and name its folder with --tokenizer, or leave it out with"
                    + " --set farl.masked=null");
        }
        TrainedTokenizer trained = TrainedTokenizer.open(run);
        requireSameInput("the visual tokenizer", trained.mean(), trained.std());
        give("tokenizer.", trained.parameters());
        return trained.network();
    }

    private ExperimentParts mcf(Augmentation transform) {
        McfOptions options = recipe.mcfOptions(target(recipe.mcf(), recipe.image()));
        return with(new McfObjective(options), new McfCollator(options, transform));
    }

    private VitSettings target(McfSection section, VitSettings encoder) {
        Path path = order.target().orElse(section.target());
        if (path == null) {
            if (order.smoke()) {
                return encoder;
            }
            throw new UserError("MCF needs a frozen pre-trained network whose features it predicts: name the folder"
                    + " of a run or a published file with --target");
        }
        TrainedEncoder target = TrainedEncoder.open(path);
        requireSameInput("the frozen network", target.mean(), target.std());
        give("target.", target.parameters().renamed("encoder.", "target."));
        return target.vit();
    }

    /** A frozen network gets the very pixels that the encoder gets. */
    private void requireSameInput(String network, List<Double> mean, List<Double> std) {
        AugmentationSettings transform = recipe.transform();
        if (!mean.equals(transform.mean()) || !std.equals(transform.std())) {
            throw new UserError(network + " wants pixels normalised by mean " + mean + " and deviation " + std
                    + "; found augmentation.mean " + transform.mean() + " and augmentation.std "
                    + transform.std());
        }
    }

    private ExperimentParts tokenizer(Augmentation transform) {
        TokenizerSection section = recipe.tokenizer();
        BatchLoader loader = data.training(new TokenizerCollator(section.network(), transform));
        int accumulation = recipe.optimizer().accumulation(share.processes());
        TokenizerOptions options =
                section.options(recipe.transform(), recipe.schedule(), loader.batchesPerEpoch(), accumulation);
        AnnealedBatches annealed = new AnnealedBatches(loader, options.annealing());
        return new ExperimentParts(new TokenizerObjective(options), given, annealed, Optional.empty());
    }

    private ExperimentParts with(Objective objective, Collator collator) {
        return new ExperimentParts(objective, given, data.training(collator), data.heldOut(collator));
    }
}
