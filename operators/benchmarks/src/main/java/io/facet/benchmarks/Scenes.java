package io.facet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.facet.domain.face.Box;
import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Detection;
import io.facet.domain.face.FivePoints;
import io.facet.domain.video.YuvImage;
import io.facet.domain.video.YuvImage.Matrix;
import io.facet.vision.align.AlignmentTemplates;

/** Frames and detections to work on, the same in every run. */
final class Scenes {
    private static final long SEED = 20260101;

    private Scenes() {}

    /** A frame of noise: no kernel here takes a short cut on flat areas, so content does not matter. */
    static YuvImage frame(int width, int height) {
        Random random = new Random(SEED);
        byte[] y = new byte[width * height];
        byte[] u = new byte[((width + 1) / 2) * ((height + 1) / 2)];
        byte[] v = new byte[u.length];
        random.nextBytes(y);
        random.nextBytes(u);
        random.nextBytes(v);
        return new YuvImage(width, height, y, u, v, Matrix.BT709, false);
    }

    /** The mean face, turned by 0.2 radians, in the middle of a frame. */
    static FivePoints face(YuvImage frame, double facePxPerCropPx) {
        double a = facePxPerCropPx * Math.cos(0.2);
        double b = facePxPerCropPx * Math.sin(0.2);
        CropTransform place =
                new CropTransform(a, b, frame.width() / 2.0 - 112 * (a - b), frame.height() / 2.0 - 112 * (a + b));
        return FivePoints.of(AlignmentTemplates.FACET_224.points().asList().stream()
                .map(place::toCrop)
                .toList());
    }

    /** Faces that drift through a 1080p frame, one in ten missed. */
    static List<List<Detection>> moving(int faces, int frames) {
        Random random = new Random(SEED);
        double[] x = random.doubles(faces, 0, 1800).toArray();
        double[] y = random.doubles(faces, 0, 1000).toArray();
        double[] speed = random.doubles(faces, -4, 4).toArray();
        List<List<Detection>> scene = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            List<Detection> detections = new ArrayList<>();
            for (int face = 0; face < faces; face++) {
                x[face] += speed[face];
                if (random.nextInt(10) > 0) {
                    detections.add(detection(new Box(x[face], y[face], 70, 90), 0.4 + 0.6 * random.nextDouble()));
                }
            }
            scene.add(detections);
        }
        return scene;
    }

    /** What a detector says before suppression: a cluster of boxes around each face. */
    static List<Detection> clustered(int boxes) {
        Random random = new Random(SEED);
        List<Detection> detections = new ArrayList<>();
        for (int i = 0; i < boxes; i++) {
            int face = i % Math.max(1, boxes / 10);
            Box box = new Box(
                    face * 90 % 1800 + random.nextGaussian() * 4,
                    face * 90 / 1800 * 100 + random.nextGaussian() * 4,
                    70 + random.nextGaussian() * 3,
                    90 + random.nextGaussian() * 3);
            detections.add(detection(box, random.nextDouble()));
        }
        return detections;
    }

    private static Detection detection(Box box, double score) {
        return new Detection(box, AlignmentTemplates.FACET_224.points(), score);
    }
}
