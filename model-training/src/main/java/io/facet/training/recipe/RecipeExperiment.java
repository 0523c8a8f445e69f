package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.facet.domain.UserError;
import io.facet.training.data.BatchSource;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.Experiment;
import io.facet.training.loop.LoopSettings;
import io.facet.training.tensor.HostTensor;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;

/**
 * A recipe's experiment: its data opened, its frozen networks read. Owns the data; {@link #close()} ends it. Used by one
 * thread.
 */
public final class RecipeExperiment implements Experiment {
    private final Recipe recipe;
    private final ExperimentParts parts;
    private final List<ParameterSpec> specs;
    private final RunData data;

    private RecipeExperiment(Recipe recipe, ExperimentParts parts, RunData data) {
        this.recipe = recipe;
        this.parts = parts;
        this.specs = parts.objective().parameters();
        this.data = data;
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
    public static RecipeExperiment open(RunOrder order, Share share) {
        Recipe recipe = order.parsed();
        RunData data = new RunData(order, recipe, share);
        try {
            // Refused here rather than when the data have been opened.
            recipe.optimizer().accumulation(share.processes());
            RecipeExperiment experiment = new RecipeExperiment(recipe, parts(order, recipe, share, data), data);
            requirePrefixes(order, recipe.optimizer(), experiment.parameters());
            return experiment;
        } catch (IllegalArgumentException e) {
            data.close();
            throw new UserError("recipe " + order.source() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private static ExperimentParts parts(RunOrder order, Recipe recipe, Share share, RunData data) {
        if (recipe.detector() != null) {
            return new DetectorTraining(order, recipe, data).parts();
        }
        return recipe.finetune() == null
                ? new Pretraining(order, recipe, share, data).parts()
                : new Finetuning(order, recipe, data).parts();
    }

    /** A slip in a prefix would train what should stay as it is, and nobody would see it. */
    private static void requirePrefixes(RunOrder order, OptimizerSection optimizer, List<ParameterSpec> parameters) {
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
    }

    @Override
    public Program program() {
        return parts.objective();
    }

    @Override
    public List<ParameterSpec> parameters() {
        return specs;
    }

    @Override
    public Parameters initial(long seed) {
        Parameters initial = parts.objective().initial(seed);
        for (ExperimentParts.Given given : parts.given()) {
            initial = initial.with(matching(given));
        }
        return parts.objective().aligned(initial);
    }

    /** The values that this network has; where all must be there, refuses to leave one as it was drawn. */
    private Parameters matching(ExperimentParts.Given given) {
        Map<String, HostTensor.Floats> matching = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            HostTensor.Floats value = given.values().values().get(spec.name());
            boolean fits = value != null && value.shape().equals(spec.shape());
            if (!spec.name().startsWith(given.prefix()) || !fits && !given.complete()) {
                continue;
            }
            if (!fits) {
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
        return recipe.optimizer().settings(parts.objective().frozen(), blocks);
    }

    @Override
    public BatchSource batches() {
        return parts.batches();
    }

    @Override
    public <T> void afterUpdate(Learner<T> learner, long update) {
        parts.objective().afterUpdate(learner);
    }

    @Override
    public <T> Map<String, Double> evaluate(Learner<T> learner, long update) {
        return parts.heldOut().isPresent() ? parts.heldOut().get().of(learner) : Map.of();
    }

    /** SHA-256 by data set. */
    public Map<String, String> fingerprints() {
        return data.fingerprints();
    }

    /** How the loop trains it. */
    public LoopSettings loop(Path output, int processes) {
        OptimizerSection optimizer = recipe.optimizer();
        return LoopSettings.of(
                        output,
                        recipe.schedule().length(),
                        recipe.schedule().schedule(optimizer.batch()),
                        recipe.seed())
                .accumulating(optimizer.accumulation(processes))
                .averaging(optimizer.averageMomentum())
                .checkpointing(recipe.checkpoints().policy())
                .evaluatingEvery(
                        recipe.evaluation() == null ? 0 : recipe.evaluation().everyUpdates())
                .loggingEvery(recipe.checkpoints().logEvery());
    }

    @Override
    public void close() {
        data.close();
    }
}
