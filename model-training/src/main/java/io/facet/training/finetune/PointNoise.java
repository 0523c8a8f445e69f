package io.facet.training.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;
import io.facet.training.data.Sample;
import io.facet.training.data.source.PreparedFace;
import io.facet.vision.geometry.SimilarityFit;

/**
 * Errors of the points by which faces are aligned, as detectors make them (FaRL, supplement §6, "Face attributes
 * recognition": Gaussian noise of variance 5 on the landmarks used for aligning). A turn, a size and a shift together, whose
 * spread follows from that of the points: the smaller a face is in its picture, the more its crop moves.
 *
 * @param deviation standard deviation on each coordinate, in pixels of the picture that a face was cut out of; 0: none
 */
record PointNoise(double deviation) {
    /** The part that would be shown had the points been found a little elsewhere; takes no numbers where there is no noise. */
    ViewGeometry moved(ViewGeometry geometry, Sample sample, RandomGenerator random) {
        float[] placed = sample.targets().vectors().get(PreparedFace.PICTURE);
        float[] points = sample.targets().vectors().get(PreparedFace.ALIGNED);
        if (deviation == 0 || placed == null || points == null) {
            return geometry;
        }
        CropTransform transform = new CropTransform(placed[0], placed[1], placed[2], placed[3]);
        List<Point> known = new ArrayList<>();
        List<Point> found = new ArrayList<>();
        for (int i = 0; i < points.length; i += 2) {
            known.add(stored(points[i], points[i + 1], transform, sample));
            found.add(stored(
                    points[i] + deviation * random.nextGaussian(),
                    points[i + 1] + deviation * random.nextGaussian(),
                    transform,
                    sample));
        }
        // Aligning puts the points that were found where, in the stored crop, the known ones lie.
        return geometry.in(SimilarityFit.fit(found, known));
    }

    private static Point stored(double x, double y, CropTransform transform, Sample sample) {
        Point crop = transform.toCrop(new Point(x, y));
        return new Point(
                crop.x() / sample.image().width(), crop.y() / sample.image().height());
    }
}
