package io.facet.training.detect;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.domain.face.Box;
import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;
import io.facet.training.data.DrawnSource;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;

/**
 * Drawn heads on plain grounds, one in each picture, for trials that have no data: an ellipse with two eyes, a nose and a
 * mouth. Thread-safe.
 */
public final class RenderedHeads extends DrawnSource {
    private static final int SIDE = 64;
    private static final double[][] FEATURES = {{-0.4, -0.2}, {0.4, -0.2}, {0, 0.15}, {-0.3, 0.5}, {0.3, 0.5}};
    private static final double FEATURE = 0.13;

    public RenderedHeads(int size) {
        super("rendered-head", size);
    }

    /** Knows where the heads of every set of this class are. */
    public static FaceLabeller labeller() {
        return sample -> List.of(
                head(Integer.parseInt(sample.key().substring(sample.key().lastIndexOf('-') + 1))));
    }

    @Override
    public Sample read(int index) {
        SplittableRandom random = new SplittableRandom(index + 1L);
        FaceTruth head = head(index);
        int skin = 130 + random.nextInt(110);
        int ground = random.nextInt(100);
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                byte sample = (byte) (inHead(head, x, y) ? inFeature(head, x, y) ? 20 : skin : ground);
                for (int channel = 0; channel < 3; channel++) {
                    pixels[3 * (y * SIDE + x) + channel] = sample;
                }
            }
        }
        return new Sample(key(index), new RgbImage(SIDE, SIDE, pixels), List.of(), Map.of());
    }

    private static FaceTruth head(int index) {
        SplittableRandom random = new SplittableRandom(index);
        double width = 24 + 14 * random.nextDouble();
        double height = width * (1.15 + 0.2 * random.nextDouble());
        double x = SIDE / 2.0 + 12 * (random.nextDouble() - 0.5);
        double y = SIDE / 2.0 + 12 * (random.nextDouble() - 0.5);
        Point[] points = new Point[FEATURES.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point(x + FEATURES[i][0] * width / 2, y + FEATURES[i][1] * height / 2);
        }
        return new FaceTruth(
                new Box(x - width / 2, y - height / 2, width, height), FivePoints.of(List.of(points)), false);
    }

    private static boolean inHead(FaceTruth head, int x, int y) {
        double dx = (x + 0.5 - head.centreX()) / head.box().width();
        double dy = (y + 0.5 - head.centreY()) / head.box().height();
        return dx * dx + dy * dy < 0.25;
    }

    private static boolean inFeature(FaceTruth head, int x, int y) {
        return head.points().asList().stream()
                .anyMatch(point -> Math.hypot(x + 0.5 - point.x(), y + 0.5 - point.y())
                        < FEATURE * head.box().width() / 2);
    }
}
