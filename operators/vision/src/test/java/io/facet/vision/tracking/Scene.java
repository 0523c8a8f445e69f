package io.facet.vision.tracking;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.facet.domain.face.Box;
import io.facet.domain.face.Detection;
import io.facet.vision.Faces;

/** A rendered-free scene: faces that drift, jitter, flicker and fade, the same for the same seed. */
final class Scene {
    static final long FRAME_US = 40_000;

    private Scene() {}

    static List<List<Detection>> of(Random random, int faces, int frames) {
        List<List<Detection>> scene = new ArrayList<>();
        double[] x = random.doubles(faces, 0, 1500).toArray();
        double[] y = random.doubles(faces, 0, 900).toArray();
        double[] speed = random.doubles(faces, -6, 6).toArray();
        for (int frame = 0; frame < frames; frame++) {
            List<Detection> detections = new ArrayList<>();
            for (int face = 0; face < faces; face++) {
                x[face] += speed[face];
                if (random.nextInt(10) > 0) {
                    Box box = new Box(x[face] + random.nextGaussian(), y[face] + random.nextGaussian(), 60, 80 + face);
                    detections.add(Faces.detection(box, 0.2 + 0.8 * random.nextDouble()));
                }
            }
            scene.add(detections);
        }
        return scene;
    }
}
