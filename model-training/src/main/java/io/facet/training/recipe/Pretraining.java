package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import io.facet.domain.UserError;
import io.facet.training.data.BatchSource;
import io.facet.training.data.Collator;
import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;
import io.facet.training.data.caption.CaptionWriter;
import io.facet.training.data.caption.CaptionedSource;
import io.facet.training.data.image.Augmentation;
import io.facet.training.data.image.AugmentationSettings;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.data.loader.LoaderSettings;
import io.facet.training.data.source.ConcatenatedSource;
import io.facet.training.data.source.SampleSources;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.Experiment;
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
import io.facet.training.pretrain.MovingAverage;
import io.facet.training.pretrain.Objective;
import io.facet.training.pretrain.TokenizerCollator;
import io.facet.training.pretrain.TokenizerObjective;
import io.facet.training.pretrain.TokenizerOptions;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;
import io.facet.training.text.ClipTokenizer;

/**
 * A recipe's experiment: its data opened, its frozen networks read. Owns both; {@link #close()} frees them. Used by one
 * thread.
 */
public final class Pretraining implements Experiment {
    private static final int SMOKE_SAMPLES = 256;

    private final Recipe recipe;
    private final Objective objective;
    private final List<ParameterSpec> specs;
    private final Map<String, Parameters> given;
    private final Map<String, String> fingerprints;
    private final SampleSource data;
    private final BatchSource batches;

    private Pretraining(
            Recipe recipe,
            Objective objective,
            Map<String, Parameters> given,
            Map<String, String> fingerprints,
            SampleSource data,
            BatchSource batches) {
        this.recipe = recipe;
        this.objective = objective;
        this.specs = objective.parameters();
        this.given = given;
        this.fingerprints = fingerprints;
        this.data = data;
        this.batches = batches;
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
        try {
            return new Builder(order, share).build();
        } catch (IllegalArgumentException e) {
            throw new UserError("recipe " + order.source() + ": " + e.getMessage(), e);
        }
    }

    /** Puts an experiment together. */
    private static final class Builder {
        private final RunOrder order;
        private final Recipe recipe;
        private final Share share;
        private final Map<String, Parameters> given = new LinkedHashMap<>();
        private final Map<String, String> fingerprints = new LinkedHashMap<>();

        Builder(RunOrder order, Share share) {
            this.order = order;
            this.recipe = order.parsed();
            this.share = share;
        }

        Pretraining build() {
            // Refused here rather than when the data have been opened.
            recipe.optimizer().accumulation(share.processes());
            Augmentation transform = new Augmentation(recipe.transform());
            if (recipe.farl() != null) {
                return farl(transform);
            }
            return recipe.mcf() != null ? mcf(transform) : tokenizer(transform);
        }

        private Pretraining farl(Augmentation transform) {
            ClipTokenizer texts = texts();
            FarlOptions options = Objectives.farl(
                    recipe,
                    texts.size(),
                    Optional.ofNullable(recipe.farl().masked()).map(this::tokenizerNetwork));
            start(options.image());
            Function<String, long[]> tokens = texts::encode;
            return with(new FarlObjective(options), new FarlCollator(options, transform, tokens));
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
            TrainedRun trained = TrainedRun.open(run);
            Recipe what = trained.recipe();
            if (what.tokenizer() == null) {
                throw new UserError("expected the run of a visual tokenizer, found " + what.name() + " in " + run);
            }
            given.put("tokenizer.", trained.weights());
            return what.tokenizer().network();
        }

        private Pretraining mcf(Augmentation transform) {
            VitSettings encoder = recipe.encoder().vit(false);
            McfOptions options = Objectives.mcf(recipe, target(recipe.mcf(), encoder));
            start(encoder);
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
            requireSameInput(target);
            given.put("target.", target.parameters().renamed("encoder.", "target."));
            return target.vit();
        }

        private void requireSameInput(TrainedEncoder target) {
            AugmentationSettings transform = recipe.transform();
            if (!target.mean().equals(transform.mean()) || !target.std().equals(transform.std())) {
                throw new UserError("the frozen network wants pixels normalised by mean " + target.mean()
                        + " and deviation " + target.std() + "; found augmentation.mean " + transform.mean()
                        + " and augmentation.std " + transform.std());
            }
        }

        private Pretraining tokenizer(Augmentation transform) {
            return with(data -> {
                long perEpoch =
                        Math.max(1, data.size() / ((long) recipe.optimizer().microBatch() * share.processes()));
                TokenizerOptions options = Objectives.tokenizer(recipe, annealed(recipe.tokenizer(), perEpoch));
                BatchLoader loader = loader(data, new TokenizerCollator(options, transform));
                return pretraining(
                        new TokenizerObjective(options), data, new AnnealedBatches(loader, options.annealing()));
            });
        }

        /** Batches over which the temperature falls. */
        private long annealed(TokenizerSection section, long batchesPerEpoch) {
            if (section.annealedEpochs() != null) {
                return Math.max(1, Math.round(section.annealedEpochs() * batchesPerEpoch));
            }
            int accumulation = recipe.optimizer().accumulation(share.processes());
            long updates = recipe.schedule().length().amount().inUpdates((double) batchesPerEpoch / accumulation);
            return Math.max(1, updates * accumulation / 2);
        }

        private void start(VitSettings encoder) {
            order.start().ifPresent(path -> {
                TrainedEncoder start = TrainedEncoder.open(path);
                if (!start.vit().equals(encoder)) {
                    throw new UserError(
                            path + " is of another architecture: expected " + encoder + ", found " + start.vit());
                }
                given.put("encoder.", start.parameters());
            });
        }

        private Pretraining with(Objective objective, Collator collator) {
            return with(data -> pretraining(objective, data, loader(data, collator)));
        }

        /** The experiment takes over the data; they are closed if it does not come about. */
        private Pretraining with(Function<SampleSource, Pretraining> experiment) {
            SampleSource data = data();
            try {
                return experiment.apply(data);
            } catch (RuntimeException e) {
                data.close();
                throw e;
            }
        }

        private Pretraining pretraining(Objective objective, SampleSource data, BatchSource batches) {
            Pretraining experiment = new Pretraining(recipe, objective, given, fingerprints, data, batches);
            if (!order.smoke()) {
                requireKnownPrefixes(experiment.parameters());
            }
            return experiment;
        }

        /** A slip in one would train what should stay as it is, and nobody would see it. */
        private void requireKnownPrefixes(List<ParameterSpec> parameters) {
            OptimizerSection optimizer = recipe.optimizer();
            Stream.concat(
                            optimizer.frozen().stream(),
                            optimizer.rateFactors().stream().map(OptimizerSettings.RateFactor::prefix))
                    .filter(prefix -> parameters.stream()
                            .noneMatch(parameter -> parameter.name().startsWith(prefix)))
                    .findFirst()
                    .ifPresent(prefix -> {
                        throw new UserError("recipe " + order.source()
                                + ", frozen or rateFactors: expected how names of" + " parameters begin, as in "
                                + parameters.get(0).name() + ", found " + prefix);
                    });
        }

        private BatchLoader loader(SampleSource data, Collator collator) {
            return new BatchLoader(
                    data,
                    collator,
                    new LoaderSettings(
                            recipe.optimizer().microBatch(),
                            recipe.seed(),
                            share.rank(),
                            share.processes(),
                            share.threads(),
                            2 * share.threads()));
        }

        private SampleSource data() {
            if (order.smoke()) {
                return kept("rendered", new RenderedSource(SMOKE_SAMPLES));
            }
            if (recipe.data().isEmpty()) {
                throw new UserError("recipe " + order.source() + " names no data");
            }
            List<SampleSource> sources = new ArrayList<>();
            try {
                for (DataSpec spec : recipe.data()) {
                    DataSpec here = spec.under(order.data());
                    sources.add(kept(spec.kind() + " " + spec.path(), SampleSources.open(here)));
                }
                SampleSource all = sources.size() == 1 ? sources.get(0) : new ConcatenatedSource(sources);
                int captions = recipe.farl() == null ? 0 : recipe.farl().captionsFromLabels();
                return captions > 0 ? new CaptionedSource(all, new CaptionWriter(recipe.seed(), captions)) : all;
            } catch (RuntimeException e) {
                sources.forEach(SampleSource::close);
                throw e;
            }
        }

        private SampleSource kept(String name, SampleSource source) {
            fingerprints.put(name, source.fingerprint());
            return source;
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
            initial = initial.with(part.getValue().under(part.getKey()).restrictedTo(initial));
        }
        return objective.aligned(initial);
    }

    @Override
    public OptimizerSettings optimizer() {
        int blocks = recipe.encoder() == null
                ? 0
                : recipe.encoder().vit(recipe.farl() != null).layers();
        return recipe.optimizer().settings(objective.frozen(), blocks);
    }

    @Override
    public BatchSource batches() {
        return batches;
    }

    @Override
    public <T> void afterUpdate(Learner<T> learner, long update) {
        for (MovingAverage average : objective.movingAverages()) {
            learner.average(average.target(), average.source(), average.momentum());
        }
    }

    /** SHA-256 by data set. */
    public Map<String, String> fingerprints() {
        return fingerprints;
    }

    /** How the loop trains it. */
    public LoopSettings loop(Path output, int processes) {
        OptimizerSection optimizer = recipe.optimizer();
        return new LoopSettings(
                recipe.schedule().length(),
                recipe.schedule().schedule(optimizer.batch()),
                optimizer.accumulation(processes),
                optimizer.averageMomentum(),
                recipe.checkpoints().policy(),
                0,
                recipe.checkpoints().logEvery(),
                recipe.seed(),
                output);
    }

    @Override
    public void close() {
        batches.close();
        data.close();
    }
}
