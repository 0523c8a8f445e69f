package io.facet.training.data.composite;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import io.facet.domain.UserError;
import io.facet.domain.bundle.HeadSpec;
import io.facet.domain.face.AlignedCrop;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.HeadResult;
import io.facet.domain.face.HeadTask;
import io.facet.domain.face.Point;
import io.facet.inference.analyze.FaceAnalyzer;
import io.facet.inference.bundle.Bundle;
import io.facet.inference.bundle.BundleException;
import io.facet.inference.session.InferenceException;
import io.facet.inference.session.SessionSettings;
import io.facet.training.data.Ibug68;
import io.facet.training.data.RgbImage;
import io.facet.training.data.faces.CropFrame;
import io.facet.training.data.image.Frames;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;

/**
 * Asks a bundle's head for the 68 points of prepared faces. Any number of threads. Owns a session, which lives in native
 * memory until {@link #close}.
 */
final class LandmarkTeacher implements AutoCloseable {
    private static final String SCHEME = "ibug-68";
    private static final FivePoints STORED = FivePoints.of(AlignmentTemplates.FACET_224.points().asList().stream()
            .map(CropFrame::fromCanonical)
            .toList());

    private final FaceAligner aligner = new FaceAligner(AlignmentTemplates.FACET_224);
    private final FaceAnalyzer analyzer;

    private LandmarkTeacher(FaceAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /**
     * @throws UserError if the bundle has no head of that scheme, or aligns faces in another way
     */
    static LandmarkTeacher open(Path path) {
        try {
            Bundle bundle = Bundle.open(path);
            String scheme = bundle.manifest()
                    .head(HeadTask.LANDMARKS)
                    .map(HeadSpec::scheme)
                    .orElse("none");
            String template = bundle.manifest().alignment().name();
            if (!scheme.equals(SCHEME) || !template.equals(AlignmentTemplates.FACET_224.name())) {
                throw new UserError("--teacher: expected landmarks %s on faces aligned to %s, found %s on %s"
                        .formatted(SCHEME, AlignmentTemplates.FACET_224.name(), scheme, template));
            }
            return new LandmarkTeacher(
                    FaceAnalyzer.open(bundle, Set.of(HeadTask.LANDMARKS), SessionSettings.singleThread()));
        } catch (BundleException | InferenceException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    /** The 68 points, x and y in turn, in pixels of the prepared face. */
    float[] of(RgbImage face) {
        AlignedCrop crop = aligner.align(Frames.of(face), STORED);
        List<Point> points = analyzer.analyze(List.of(crop)).get(0).stream()
                .filter(HeadResult.Landmarks.class::isInstance)
                .map(HeadResult.Landmarks.class::cast)
                .findFirst()
                .orElseThrow()
                .points();
        float[] landmarks = new float[2 * Ibug68.POINTS];
        for (int i = 0; i < Ibug68.POINTS; i++) {
            landmarks[2 * i] = (float) points.get(i).x();
            landmarks[2 * i + 1] = (float) points.get(i).y();
        }
        return landmarks;
    }

    @Override
    public void close() {
        analyzer.close();
    }
}
