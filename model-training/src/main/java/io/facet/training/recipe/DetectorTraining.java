package io.facet.training.recipe;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.facet.domain.UserError;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.DataSpec;
import io.facet.training.data.SampleSource;
import io.facet.training.data.loader.BatchLoader;
import io.facet.training.data.prepare.Detectors;
import io.facet.training.data.source.ConcatenatedSource;
import io.facet.training.data.source.KeptPictures;
import io.facet.training.data.source.MemoryShare;
import io.facet.training.detect.DetectorCollator;
import io.facet.training.detect.FaceLabeller;
import io.facet.training.detect.PicturePool;
import io.facet.training.detect.RenderedHeads;
import io.facet.training.detect.SceneComposer;
import io.facet.training.detect.TeacherLabels;
import io.facet.training.network.detector.DetectorShape;

/** Puts the training of a face detector together. Used once, by one thread. */
final class DetectorTraining {
    private static final int TEACHER_SIDE = 640;

    private final RunOrder order;
    private final Recipe recipe;
    private final DetectorSection section;
    private final RunData data;
    private final MemoryShare memory;

    DetectorTraining(RunOrder order, Recipe recipe, RunData data) {
        this.order = order;
        this.recipe = recipe;
        this.section = recipe.detector();
        this.data = data;
        this.memory = new MemoryShare(section.keptMiB() << 20);
    }

    ExperimentParts parts() {
        List<ExperimentParts.Given> given = new ArrayList<>();
        order.start()
                .map(this::start)
                .ifPresent(run ->
                        given.add(new ExperimentParts.Given(DetectorSection.NETWORK + ".", run.weights(), true)));
        FaceLabeller labeller = order.smoke() ? RenderedHeads.labeller() : teacher();
        List<SampleSource> scenes = order.smoke() ? List.of() : kept(data.sources(section.scenes()));
        BatchLoader training = batches(recipe.data(), scenes, labeller);
        return new ExperimentParts(section.objective(), given, training, heldOut(scenes, labeller));
    }

    private TrainedRun start(Path path) {
        TrainedRun run = TrainedRun.open(path);
        DetectorSection found = run.recipe().detector();
        DetectorShape expected = section.shape();
        if (found == null || !found.shape().equals(expected)) {
            throw new UserError("%s: expected the run of a face detector of %s, found %s"
                    .formatted(
                            path,
                            expected,
                            found == null ? run.recipe().name() : found.shape().toString()));
        }
        return run;
    }

    private Optional<HeldOutLosses> heldOut(List<SampleSource> scenes, FaceLabeller labeller) {
        EvaluationSection evaluation = recipe.evaluation();
        if (evaluation == null || evaluation.everyUpdates() == 0) {
            return Optional.empty();
        }
        List<DataSpec> specs = recipe.data().stream()
                .map(spec -> spec.with(DataSpec.Split.HELD_OUT))
                .toList();
        return Optional.of(new HeldOutLosses(batches(specs, scenes, labeller), evaluation.batches()));
    }

    private BatchLoader batches(List<DataSpec> specs, List<SampleSource> scenes, FaceLabeller labeller) {
        List<SampleSource> faces =
                order.smoke() ? List.of(new RenderedHeads(RunData.SMOKE_SAMPLES)) : kept(data.sources(specs));
        if (faces.isEmpty()) {
            throw new UserError("recipe " + order.source() + " names no data");
        }
        PicturePool pool = new PicturePool(faces, scenes, labeller);
        SampleSource all = faces.size() == 1 ? faces.get(0) : new ConcatenatedSource(faces);
        return data.loader(all, new DetectorCollator(new SceneComposer(section.imageSize(), pool), pool));
    }

    private List<SampleSource> kept(List<SampleSource> sources) {
        return sources.stream()
                .<SampleSource>map(source -> new KeptPictures(source, memory))
                .toList();
    }

    private FaceLabeller teacher() {
        Path path = order.target()
                .orElseGet(() -> section.teacher() == null ? null : order.data().resolve(section.teacher()));
        if (path == null) {
            throw new UserError("the faces are found by a published detector: name its file or a bundle that has one"
                    + " with --teacher");
        }
        DetectorSettings settings = new DetectorSettings(TEACHER_SIDE, section.doubtful(), 1, 1);
        FaceDetector teacher =
                Files.isDirectory(path) ? Detectors.ofBundle(path, settings) : Detectors.yunet(path, settings);
        data.own(teacher);
        return new TeacherLabels(teacher, section.sure());
    }
}
