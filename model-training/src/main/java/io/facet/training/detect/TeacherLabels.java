package io.facet.training.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.inference.detect.FaceDetector;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.vision.image.YuvImages;

/**
 * Faces as another detector finds them: what it is sure of is a face, what it is in doubt about is ignored. Each picture is
 * looked at once, then remembered: a few hundred bytes. Any number of threads; the detector is not closed.
 */
public final class TeacherLabels implements FaceLabeller {
    /** Black about the picture, as a share of its longer side: a face that fills it is else taken for a narrower one. */
    private static final double MARGIN = 0.2;

    private final FaceDetector teacher;
    private final double sure;
    private final Map<Looked, List<FaceTruth>> known = new ConcurrentHashMap<>();

    /**
     * @param teacher reports detections from the least score that is worth to be ignored
     * @param sure score from which a detection is a face
     */
    public TeacherLabels(FaceDetector teacher, double sure) {
        this.teacher = teacher;
        this.sure = sure;
    }

    @Override
    public List<FaceTruth> faces(Sample sample) {
        return known.computeIfAbsent(Looked.at(sample), picture -> look(sample));
    }

    /** Keys name a picture within its set alone. */
    private record Looked(String key, int width, int height, int pixels) {
        static Looked at(Sample sample) {
            RgbImage image = sample.image();
            return new Looked(sample.key(), image.width(), image.height(), Arrays.hashCode(image.pixels()));
        }
    }

    private List<FaceTruth> look(Sample sample) {
        RgbImage image = sample.image();
        int margin = (int) Math.round(MARGIN * Math.max(image.width(), image.height()));
        return teacher.detect(List.of(YuvImages.fromBufferedImage(Pictures.buffered(image, margin)))).get(0).stream()
                .map(found -> truth(found, margin))
                .toList();
    }

    private FaceTruth truth(Detection found, int margin) {
        Box box = found.box();
        List<Point> points = found.points().asList().stream()
                .map(point -> new Point(point.x() - margin, point.y() - margin))
                .toList();
        return new FaceTruth(
                new Box(box.x() - margin, box.y() - margin, box.width(), box.height()),
                FivePoints.of(points),
                found.score() < sure);
    }
}
