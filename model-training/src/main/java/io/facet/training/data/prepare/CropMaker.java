package io.facet.training.data.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.facet.domain.bundle.AlignmentTemplate;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.domain.video.YuvImage;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.Sha256;
import io.facet.training.data.image.Frames;
import io.facet.training.data.prepare.PrepareCounts.Kind;
import io.facet.training.data.prepare.PrepareSettings.Faces;
import io.facet.vision.align.AlignmentTemplates;
import io.facet.vision.align.FaceAligner;

/**
 * Cuts the faces of a picture out, moved to the mean face: the template of every bundle at the size wanted. Any number of
 * threads; the detector is not closed.
 */
final class CropMaker {
    private final FaceDetector detector;
    private final PrepareSettings settings;
    private final FaceAligner aligner;

    CropMaker(FaceDetector detector, PrepareSettings settings) {
        this.detector = detector;
        this.settings = settings;
        this.aligner = new FaceAligner(scaled(AlignmentTemplates.FACET_224, settings.size()));
    }

    /**
     * A face of a picture.
     *
     * @param image the crop
     * @param number of the face in its picture, by descending score, from 0
     * @param found where it was
     */
    record Crop(RgbImage image, int number, Detection found) {}

    private static AlignmentTemplate scaled(AlignmentTemplate template, int size) {
        double factor = size / (double) template.size();
        List<Point> points = template.points().asList().stream()
                .map(point -> new Point(point.x() * factor, point.y() * factor))
                .toList();
        return new AlignmentTemplate(template.name() + "@" + size, size, FivePoints.of(points));
    }

    /** Name of the mean face. */
    String template() {
        return aligner.template().name();
    }

    /** The crops of a picture that are kept; the reasons for others go into the counts. */
    List<Crop> crops(Sample sample, PrepareCounts counts) {
        YuvImage frame = Frames.of(sample.image());
        List<Detection> faces = detector.detect(List.of(frame)).get(0);
        counts.count(Kind.FACES, faces.size());
        if (faces.isEmpty()) {
            counts.count(Kind.PICTURES_NO_FACE);
            return List.of();
        }
        List<Integer> scored = new ArrayList<>();
        List<Integer> large = new ArrayList<>();
        for (int i = 0; i < faces.size(); i++) {
            if (faces.get(i).score() <= settings.minScore()) {
                counts.count(Kind.FACES_LOW_SCORE);
                continue;
            }
            scored.add(i);
            if (Math.min(faces.get(i).box().width(), faces.get(i).box().height()) < settings.minFace()) {
                counts.count(Kind.FACES_TOO_SMALL);
            } else {
                large.add(i);
            }
        }
        if (large.isEmpty()) {
            counts.count(scored.isEmpty() ? Kind.PICTURES_LOW_SCORE : Kind.PICTURES_TOO_SMALL);
            return List.of();
        }
        return aligned(frame, faces, chosen(sample.key(), large, counts), counts);
    }

    private List<Integer> chosen(String key, List<Integer> faces, PrepareCounts counts) {
        if (settings.faces() == Faces.EVERY || faces.size() == 1) {
            return faces;
        }
        counts.count(Kind.FACES_NOT_CHOSEN, faces.size() - 1L);
        SplittableRandom random = new SplittableRandom(Sha256.bits(settings.seed(), key));
        return List.of(faces.get(random.nextInt(faces.size())));
    }

    private List<Crop> aligned(YuvImage frame, List<Detection> faces, List<Integer> chosen, PrepareCounts counts) {
        List<Crop> crops = new ArrayList<>();
        for (int number : chosen) {
            Detection face = faces.get(number);
            try {
                crops.add(new Crop(Frames.picture(aligner.align(frame, face.points())), number, face));
            } catch (IllegalArgumentException e) {
                // The aligner says so of points that coincide; nothing can be cut out by them.
                counts.count(Kind.FACES_NOT_ALIGNED);
            }
        }
        counts.count(Kind.FACES_KEPT, crops.size());
        counts.count(crops.isEmpty() ? Kind.PICTURES_NOT_ALIGNED : Kind.PICTURES_KEPT);
        return crops;
    }
}
