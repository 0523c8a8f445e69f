package io.facet.training.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.BatchSource;
import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.data.loader.LoaderSettings;
import io.facet.training.data.prepare.Detectors;
import io.facet.training.data.source.ConcatenatedSource;
import io.facet.training.data.source.SampleSources;
import io.facet.training.detect.DetectorCollator;
import io.facet.training.detect.DetectorObjective;
import io.facet.training.detect.FaceLabeller;
import io.facet.training.detect.PicturePool;
import io.facet.training.detect.RenderedFaces;
import io.facet.training.detect.SceneComposer;
import io.facet.training.detect.TeacherLabels;
import io.facet.training.engine.Learner;
import io.facet.training.engine.OptimizerSettings;
import io.facet.training.engine.Parameters;
import io.facet.training.loop.LoopSettings;
import io.facet.training.network.detector.DetectorShape;
import io.facet.training.network.detector.FaceDetectorNetwork;
import io.facet.training.tensor.Declaration;
import io.facet.training.tensor.ParameterSpec;
import io.facet.training.tensor.Program;

/**
 * Trains a face detector on scenes put together from pictures. Owns the data and the teacher; {@link #close()} ends them.
 * Used by one thread.
 */
public final class DetectorTraining implements RecipeExperiment {
    /** Prefix of the network's parameters. */
    public static final String NETWORK = "detector";

    private static final int SMOKE_SAMPLES = 256;

    private final Recipe recipe;
    private final DetectorObjective objective;
    private final List<ParameterSpec> specs;
    private final Data data;
    private final Optional<Parameters> start;

    private DetectorTraining(Recipe recipe, Data data, Optional<TrainedRun> start) {
        this.recipe = recipe;
        this.data = data;
        DetectorSection section = recipe.detector();
        this.objective = new DetectorObjective(
                new FaceDetectorNetwork(NETWORK, section.shape()),
                section.imageSize(),
                section.boxWeight(),
                section.pointsWeight());
        this.specs = Declaration.of(objective, objective.inputs()).parameters();
        this.start = start.map(run -> fitting(run, section)).map(TrainedRun::weights);
    }

    private static TrainedRun starting(Path path) {
        TrainedRun run = TrainedRun.open(path);
        if (run.recipe().detector() == null) {
            throw new UserError("expected the run of a face detector, found "
                    + run.recipe().name() + " in " + run.checkpoint());
        }
        return run;
    }

    private static TrainedRun fitting(TrainedRun start, DetectorSection section) {
        DetectorShape found = start.recipe().detector().shape();
        if (!found.equals(section.shape())) {
            throw new UserError(start.checkpoint() + " is of another architecture: expected " + section.shape()
                    + ", found " + found);
        }
        return start;
    }

    /**
     * Opens a run's experiment.
     *
     * @throws UserError if data or the teacher is missing, or does not fit
     */
    static DetectorTraining open(RunOrder order, Pretraining.Share share) {
        Recipe recipe = order.parsed();
        Data data = new Data(order, recipe);
        try {
            recipe.optimizer().accumulation(share.processes());
            data.open(share);
            return new DetectorTraining(recipe, data, order.start().map(DetectorTraining::starting));
        } catch (IllegalArgumentException e) {
            data.close();
            throw new UserError("recipe " + order.source() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** Sources, teacher and loaders; the one who made it closes it. */
    private static final class Data implements AutoCloseable {
        private final RunOrder order;
        private final Recipe recipe;
        private final List<AutoCloseable> opened = new ArrayList<>();
        private final Map<String, String> fingerprints = new LinkedHashMap<>();
        private BatchLoader training;
        private Optional<HeldOutLosses> heldOut = Optional.empty();

        Data(RunOrder order, Recipe recipe) {
            this.order = order;
            this.recipe = recipe;
        }

        void open(Pretraining.Share share) {
            FaceLabeller labeller = order.smoke() ? RenderedFaces.labeller() : teacher();
            List<SampleSource> scenes = sources(recipe.detector().scenes());
            training = loader(recipe.data(), scenes, labeller, share);
            EvaluationSection evaluation = recipe.evaluation();
            if (evaluation != null && evaluation.everyUpdates() > 0) {
                List<DataSpec> specs = recipe.data().stream()
                        .map(spec -> spec.with(DataSpec.Split.HELD_OUT))
                        .toList();
                heldOut = Optional.of(
                        new HeldOutLosses(loader(specs, scenes, labeller, share), evaluation.batches()));
            }
        }

        private FaceLabeller teacher() {
            DetectorSection section = recipe.detector();
            if (section.teacher() == null) {
                throw new UserError("recipe " + order.source()
                        + ", detector.teacher: expected the file of a published detector, found none");
            }
            DetectorSettings settings = new DetectorSettings(640, section.doubtful(), 1, 1);
            FaceDetector teacher = Detectors.yunet(order.data().resolve(section.teacher()), settings);
            opened.add(teacher::close);
            return new TeacherLabels(teacher, section.sure());
        }

        private BatchLoader loader(
                List<DataSpec> specs, List<SampleSource> scenes, FaceLabeller labeller, Pretraining.Share share) {
            List<SampleSource> faces = order.smoke() ? List.of(new RenderedFaces(SMOKE_SAMPLES)) : sources(specs);
            if (faces.isEmpty()) {
                throw new UserError("recipe " + order.source() + " names no data");
            }
            PicturePool pool = new PicturePool(faces, scenes, labeller);
            SceneComposer composer = new SceneComposer(recipe.detector().imageSize(), pool);
            LoaderSettings settings = new LoaderSettings(
                    recipe.optimizer().microBatch(),
                    recipe.seed(),
                    share.rank(),
                    share.processes(),
                    share.threads(),
                    2 * share.threads());
            SampleSource all = faces.size() == 1 ? faces.get(0) : new ConcatenatedSource(faces);
            BatchLoader loader = new BatchLoader(all, new DetectorCollator(composer, pool), settings);
            opened.add(loader);
            return loader;
        }

        private List<SampleSource> sources(List<DataSpec> specs) {
            List<SampleSource> sources = new ArrayList<>();
            if (order.smoke()) {
                return sources;
            }
            for (DataSpec spec : specs) {
                SampleSource source = SampleSources.open(spec.under(order.data()));
                opened.add(source);
                sources.add(source);
                String part = spec.split() == DataSpec.Split.HELD_OUT ? " held out" : "";
                fingerprints.put(spec.kind() + " " + spec.path() + part, source.fingerprint());
            }
            return sources;
        }

        @Override
        public void close() {
            // Loaders first, which read from the others.
            for (int i = opened.size() - 1; i >= 0; i--) {
                closed(opened.get(i));
            }
            opened.clear();
        }

        private static void closed(AutoCloseable resource) {
            try {
                resource.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("sources, loaders and detectors throw no checked exception", e);
            }
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
        return start.orElseGet(() -> Parameters.initialize(specs, seed));
    }

    @Override
    public OptimizerSettings optimizer() {
        return recipe.optimizer().settings(List.of(), 0);
    }

    @Override
    public BatchSource batches() {
        return data.training;
    }

    @Override
    public <T> Map<String, Double> evaluate(Learner<T> learner, long update) {
        return data.heldOut.isPresent() ? data.heldOut.get().of(learner) : Map.of();
    }

    @Override
    public Map<String, String> fingerprints() {
        return data.fingerprints;
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
