package io.facet.training.evaluate.face;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.facet.domain.UserError;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.video.YuvImage;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.detect.DetectorSettings;
import io.facet.inference.detect.FaceDetector;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.SessionSettings;
import io.facet.training.data.Sample;
import io.facet.training.data.faces.FaceLocator;
import io.facet.training.data.faces.MeanPoints;
import io.facet.training.data.image.Frames;
import io.facet.training.data.source.PreparedFace.PointsFrom;
import io.facet.training.evaluate.task.EvaluationTask;
import io.facet.vision.align.FaceAligner;

/**
 * A bundle that is scored. Any number of threads. Native memory: the sessions of its detector and heads, which live until
 * {@link #close}, called by who opened it.
 */
public final class Contender implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Contender.class);

    private final Bundle bundle;
    private final FaceDetector detector;
    private final FaceLocator locator;
    private final FaceAligner aligner;
    private final Optional<FaceAnalyzer> analyzer;

    private Contender(Bundle bundle, FaceDetector detector, Optional<FaceAnalyzer> analyzer) {
        this.bundle = bundle;
        this.detector = detector;
        this.locator = new FaceLocator(detector);
        this.aligner = new FaceAligner(bundle.manifest().alignment());
        this.analyzer = analyzer;
    }

    /**
     * Opens a bundle's detector and the heads that a task asks for; those it does not have are left out.
     *
     * @throws UserError if the bundle cannot be opened
     */
    public static Contender open(Path path, Set<EvaluationTask> tasks) {
        try {
            Bundle bundle = Bundle.open(path);
            Set<HeadTask> heads = heads(bundle, tasks);
            FaceDetector detector = FaceDetector.open(
                    bundle, new DetectorSettings(FaceLocator.SQUARE, DetectorSettings.DEFAULT.minScore(), 1, 1));
            Optional<FaceAnalyzer> analyzer = heads.isEmpty()
                    ? Optional.empty()
                    : Optional.of(FaceAnalyzer.open(bundle, heads, SessionSettings.singleThread()));
            return new Contender(bundle, detector, analyzer);
        } catch (BundleException | InferenceException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private static Set<HeadTask> heads(Bundle bundle, Set<EvaluationTask> tasks) {
        Set<HeadTask> heads = EnumSet.noneOf(HeadTask.class);
        for (HeadSpec head : bundle.manifest().heads()) {
            if (tasks.contains(EvaluationTask.ofKey(head.task().key()))) {
                heads.add(head.task());
            }
        }
        return heads;
    }

    /** {@code name@version}. */
    public String id() {
        return bundle.id();
    }

    /** Licence of the bundle. */
    public String licence() {
        return bundle.manifest().licence();
    }

    /** The tasks it has heads for. */
    public Set<EvaluationTask> tasks() {
        return bundle.manifest().heads().stream()
                .map(head -> EvaluationTask.ofKey(head.task().key()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EvaluationTask.class)));
    }

    /** Names of the attributes that all of them tell which tell any: they are compared on these. */
    static List<String> commonAttributes(List<Contender> contenders) {
        List<List<String>> names = contenders.stream()
                .flatMap(contender -> contender.bundle.manifest().head(HeadTask.ATTRIBUTES).stream())
                .map(HeadSpec::labels)
                .toList();
        return names.isEmpty()
                ? List.of()
                : names.get(0).stream()
                        .filter(name -> names.stream().allMatch(own -> own.contains(name)))
                        .toList();
    }

    /** The score from which its detections count as faces. */
    public double scoreThreshold() {
        return detector.scoreThreshold();
    }

    FaceLocator locator() {
        return locator;
    }

    /**
     * Says of each picture what it shows.
     *
     * @param mean where faces lie where nothing else says so
     */
    List<FacePrediction> predict(List<Sample> samples, PointsMode mode, MeanPoints mean) {
        Placed[] placed =
                samples.stream().map(sample -> place(sample, mode, mean)).toArray(Placed[]::new);
        List<AlignedCrop> crops = Arrays.stream(placed).map(Placed::crop).toList();
        List<List<HeadResult>> results = analyzer.map(heads -> heads.analyze(crops))
                .orElseGet(
                        () -> crops.stream().map(crop -> List.<HeadResult>of()).toList());
        return IntStream.range(0, samples.size())
                .mapToObj(i -> FacePrediction.of(
                        placed[i].from(),
                        crops.get(i),
                        results.get(i),
                        samples.get(i).image(),
                        samples.get(i).targets().mask()))
                .toList();
    }

    private record Placed(PointsFrom from, AlignedCrop crop) {}

    private Placed place(Sample sample, PointsMode mode, MeanPoints mean) {
        YuvImage frame = Frames.of(sample.image());
        Optional<FivePoints> labelled = MeanPoints.labelled(sample.targets());
        if (mode == PointsMode.TRUTH && labelled.isPresent()) {
            return new Placed(PointsFrom.LANDMARKS, aligner.align(frame, labelled.get()));
        }
        Optional<FaceLocator.Found> found = locator.find(sample);
        if (found.isPresent()) {
            try {
                return new Placed(
                        PointsFrom.DETECTOR, aligner.align(frame, found.get().points()));
            } catch (IllegalArgumentException e) {
                // The aligner says so of points that coincide: no use to anyone, as if nothing were found.
                LOG.debug("{}: {}", sample.key(), e.getMessage());
            }
        }
        return new Placed(PointsFrom.FALLBACK, aligner.align(frame, mean.in(sample.image())));
    }

    @Override
    public void close() {
        analyzer.ifPresent(FaceAnalyzer::close);
        detector.close();
    }
}
