package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.facet.domain.UserError;
import io.facet.training.data.BatchSource;
import io.facet.training.data.Collator;
import io.facet.training.data.image.Augmentation;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.LoopSettings;
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
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.text.ClipTokenizer;

/**
 * A recipe's experiment: its data opened, its frozen networks read. Owns the data; {@link #close()} ends it. Used by one
 * thread.
 */
public final class Pretraining implements RecipeExperiment {
    private final Recipe recipe;
    private final Objective objective;
    private final List<ParameterSpec> specs;
    private final Map<String, Parameters> given;
    private final RunData data;
    private final BatchSource batches;
    private final Optional<HeldOutLosses> heldOut;

    private Pretraining(
            Recipe recipe,
            Objective objective,
            Map<String, Parameters> given,
            RunData data,
            BatchSource batches,
            Optional<HeldOutLosses> heldOut) {
        this.recipe = recipe;
        this.objective = objective;
        this.specs = objective.parameters();
        this.given = given;
        this.data = data;
        this.batches = batches;
        this.heldOut = heldOut;
    }

    /**
     * This process among those that train together, and its threads for data.
     *
     * @param rank from 0
     * @param processes 1 or more
     * @param threads that decode and augment
     */
    public record Share(int rank, int processes, int threads) {}

    /**
     * Opens a run's experiment.
     *
     * @throws UserError if data, a vocabulary or a frozen network is missing, or does not fit
     */
    public static Pretraining open(RunOrder order, Share share) {
        Recipe recipe = order.parsed();
        RunData data = new RunData(order, recipe, share);
        try {
            return new Builder(order, recipe, share, data).build();
        } catch (IllegalArgumentException e) {
            data.close();
            throw new UserError("recipe " + order.source() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** Puts an experiment together. */
    private static final class Builder {
        private final RunOrder order;
        private final Recipe recipe;
        private final Share share;
        private final RunData data;
        private final Map<String, Parameters> given = new LinkedHashMap<>();

        Builder(RunOrder order, Recipe recipe, Share share, RunData data) {
            this.order = order;
            this.recipe = recipe;
            this.share = share;
            this.data = data;
        }

        Pretraining build() {
            // Refused here rather than when the data have been opened.
            recipe.optimizer().accumulation(share.processes());
            Augmentation transform = new Augmentation(recipe.transform());
            if (recipe.tokenizer() != null) {
                return tokenizer(transform);
            }
            order.start().ifPresent(path -> given.put("encoder.", startingAt(path)));
            return recipe.farl() != null ? farl(transform) : mcf(transform);
        }

        private Parameters startingAt(Path path) {
            TrainedEncoder start = TrainedEncoder.open(path);
            if (!start.vit().equals(recipe.image())) {
                throw new UserError(
                        path + " is of another architecture: expected " + recipe.image() + ", found " + start.vit());
            }
            return start.parameters();
        }

        private Pretraining farl(Augmentation transform) {
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
            given.put("tokenizer.", trained.parameters());
            return trained.network();
        }

        private Pretraining mcf(Augmentation transform) {
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
            given.put("target.", target.parameters().renamed("encoder.", "target."));
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

        private Pretraining tokenizer(Augmentation transform) {
            TokenizerSection section = recipe.tokenizer();
            BatchLoader loader = data.training(new TokenizerCollator(section.network(), transform));
            int accumulation = recipe.optimizer().accumulation(share.processes());
            TokenizerOptions options =
                    section.options(recipe.transform(), recipe.schedule(), loader.batchesPerEpoch(), accumulation);
            AnnealedBatches annealed = new AnnealedBatches(loader, options.annealing());
            return checked(
                    new Pretraining(recipe, new TokenizerObjective(options), given, data, annealed, Optional.empty()));
        }

        private Pretraining with(Objective objective, Collator collator) {
            return checked(
                    new Pretraining(recipe, objective, given, data, data.training(collator), data.heldOut(collator)));
        }

        /** A slip in a prefix would train what should stay as it is, and nobody would see it. */
        private Pretraining checked(Pretraining experiment) {
            OptimizerSection optimizer = recipe.optimizer();
            List<ParameterSpec> parameters = experiment.parameters();
            Stream<String> prefixes = Stream.concat(
                    optimizer.frozen().stream(),
                    optimizer.rateFactors().stream().map(OptimizerSettings.RateFactor::prefix));
            prefixes.filter(prefix -> parameters.stream()
                            .noneMatch(parameter -> parameter.name().startsWith(prefix)))
                    .filter(prefix -> !order.smoke())
                    .findFirst()
                    .ifPresent(prefix -> {
                        throw new UserError("recipe " + order.source()
                                + ", frozen or rateFactors: expected how names of parameters begin, as in "
                                + parameters.get(0).name() + ", found " + prefix);
                    });
            return experiment;
        }
    }

    @Override
    public Program program() {
        return objective;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return specs;
    }

    @Override
    public Parameters initial(long seed) {
        Parameters initial = Parameters.initialize(specs, seed);
        for (Map.Entry<String, Parameters> part : given.entrySet()) {
            initial = initial.with(matching(part.getKey(), part.getValue()));
        }
        return objective.aligned(initial);
    }

    /** The values of a part that this network has; refuses to leave one of them as it was drawn. */
    private Parameters matching(String prefix, Parameters values) {
        Map<String, HostTensor.Floats> matching = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            HostTensor.Floats value = values.values().get(spec.name());
            if (!spec.name().startsWith(prefix)) {
                continue;
            }
            if (value == null || !value.shape().equals(spec.shape())) {
                throw new UserError("parameter " + spec.name() + ": expected shape " + spec.shape() + ", found "
                        + (value == null ? "none" : value.shape()));
            }
            matching.put(spec.name(), value);
        }
        return new Parameters(matching);
    }

    @Override
    public OptimizerSettings optimizer() {
        int blocks = recipe.encoder() == null ? 0 : recipe.image().layers();
        return recipe.optimizer().settings(objective.frozen(), blocks);
    }

    @Override
    public BatchSource batches() {
        return batches;
    }

    @Override
    public <T> void afterUpdate(Learner<T> learner, long update) {
        objective.afterUpdate(learner);
    }

    @Override
    public <T> Map<String, Double> evaluate(Learner<T> learner, long update) {
        return heldOut.isPresent() ? heldOut.get().of(learner) : Map.of();
    }

    @Override
    public Map<String, String> fingerprints() {
        return data.fingerprints();
    }

    @Override
    public LoopSettings loop(Path output, int processes) {
        return recipe.loop(output, processes);
    }

    @Override
    public void close() {
        data.close();
    }
}
