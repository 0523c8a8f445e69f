package io.facet.training.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import io.facet.domain.UserError;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.Collator;
import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;
import io.facet.training.data.caption.CaptionWriter;
import io.facet.training.data.caption.CaptionedSource;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.data.loader.LoaderSettings;
import io.facet.training.data.source.ConcatenatedSource;
import io.facet.training.data.source.SampleSources;
import io.facet.training.data.source.SplitSource;

/** The data of a run. Owns the sources and the loaders it hands out; {@link #close()} ends them. Used by one thread. */
final class RunData implements AutoCloseable {
    static final int SMOKE_SAMPLES = 256;
    /** Other than that of any split, which would leave the fraction to what is held out. */
    private static final long FRACTION_SEED = 0x4645_5753_484F_54L;

    private final RunOrder order;
    private final Recipe recipe;
    private final RecipeExperiment.Share share;
    private final List<SampleSource> sources = new ArrayList<>();
    private final List<BatchLoader> loaders = new ArrayList<>();
    private final List<FaceDetector> detectors = new ArrayList<>();
    private final Map<String, String> fingerprints = new LinkedHashMap<>();

    RunData(RunOrder order, Recipe recipe, RecipeExperiment.Share share) {
        this.order = order;
        this.recipe = recipe;
        this.share = share;
    }

    /** The batches to train on. */
    BatchLoader training(Collator collator) {
        return loader(opened(recipe.data()), collator);
    }

    /** Losses on what the recipe holds out, if it asks for them. */
    Optional<HeldOutLosses> heldOut(Collator collator) {
        EvaluationSection evaluation = recipe.evaluation();
        if (evaluation == null || evaluation.everyUpdates() == 0) {
            return Optional.empty();
        }
        List<DataSpec> specs = recipe.data().stream()
                .map(spec -> spec.with(DataSpec.Split.HELD_OUT))
                .toList();
        return Optional.of(new HeldOutLosses(loader(opened(specs), collator), evaluation.batches()));
    }

    /**
     * Batches of one set.
     *
     * @param fraction of its samples that is used
     * @param batch its faces in a batch, or all that there are
     * @param seed of order and chance
     */
    BatchLoader set(String name, DataSpec spec, double fraction, int batch, long seed, Collator collator) {
        SampleSource whole =
                order.smoke() ? new RenderedFaces(SMOKE_SAMPLES) : SampleSources.open(spec.under(order.data()));
        SampleSource used = fraction < 1 ? SplitSource.of(whole, fraction, FRACTION_SEED, true) : whole;
        return loader(kept(name + ": " + name(spec), used), Math.min(batch, used.size()), seed, collator);
    }

    /** Sets, each on its own. */
    List<SampleSource> sources(List<DataSpec> specs) {
        return specs.stream()
                .map(spec -> kept(name(spec), SampleSources.open(spec.under(order.data()))))
                .toList();
    }

    /** Closes a detector with the data. */
    void own(FaceDetector detector) {
        detectors.add(detector);
    }

    /** Batches of a source. */
    BatchLoader loader(SampleSource data, Collator collator) {
        return loader(data, recipe.optimizer().microBatch(), recipe.seed(), collator);
    }

    private BatchLoader loader(SampleSource data, int batch, long seed, Collator collator) {
        LoaderSettings settings =
                new LoaderSettings(batch, seed, share.rank(), share.processes(), share.threads(), 2 * share.threads());
        BatchLoader loader = new BatchLoader(data, collator, settings);
        loaders.add(loader);
        return loader;
    }

    private SampleSource opened(List<DataSpec> specs) {
        if (order.smoke()) {
            return kept("rendered", new RenderedSource(SMOKE_SAMPLES));
        }
        if (specs.isEmpty()) {
            throw new UserError("recipe " + order.source() + " names no data");
        }
        List<SampleSource> parts = new ArrayList<>();
        for (DataSpec spec : specs) {
            parts.add(kept(name(spec), SampleSources.open(spec.under(order.data()))));
        }
        SampleSource all = parts.size() == 1 ? parts.get(0) : new ConcatenatedSource(parts);
        int captions = recipe.farl() == null ? 0 : recipe.farl().captionsFromLabels();
        return captions > 0 ? new CaptionedSource(all, new CaptionWriter(recipe.seed(), captions)) : all;
    }

    private static String name(DataSpec spec) {
        String place = spec.parts().isEmpty()
                ? spec.kind() + " " + spec.path()
                : spec.parts().stream().map(RunData::name).collect(Collectors.joining(" and "));
        return place + (spec.split() == DataSpec.Split.HELD_OUT ? " held out" : "");
    }

    private SampleSource kept(String name, SampleSource source) {
        sources.add(source);
        fingerprints.put(name, source.fingerprint());
        return source;
    }

    /** SHA-256 by data set. */
    Map<String, String> fingerprints() {
        return fingerprints;
    }

    @Override
    public void close() {
        loaders.forEach(BatchLoader::close);
        sources.forEach(SampleSource::close);
        detectors.forEach(FaceDetector::close);
    }
}
