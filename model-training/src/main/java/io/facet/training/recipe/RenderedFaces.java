package io.facet.training.recipe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import io.facet.training.data.ClassMap;
import io.facet.training.data.DrawnSource;
import io.facet.training.data.FaceLabels;
import io.facet.training.data.RgbImage;
import io.facet.training.data.Sample;
import io.facet.training.data.Targets;

/**
 * Rendered faces with all kinds of labels, for trials that have no data: a disc with two eyes and a mouth, each feature's
 * colour or place told by a label. They look like nobody. Thread-safe.
 */
final class RenderedFaces extends DrawnSource {
    private static final int SIDE = 64;
    private static final int POINTS = 68;
    private static final int CLASSES = 19;
    private static final int SKIN = 1;
    private static final int IDENTITY = 128;

    RenderedFaces(int size) {
        super("rendered-face", size);
    }

    @Override
    public Sample read(int index) {
        SplittableRandom random = new SplittableRandom(index);
        double age = random.nextInt(101);
        int gender = random.nextInt(FaceLabels.GENDERS.size());
        double radius = 14 + 8 * random.nextDouble();
        Face face = new Face(SIDE / 2.0 + 8 * (random.nextDouble() - 0.5), SIDE / 2.0, radius, age / 100, gender);
        Map<String, Double> labels = new HashMap<>();
        labels.put(FaceLabels.AGE, age);
        labels.put(FaceLabels.GENDER, (double) gender);
        labels.put(FaceLabels.RACE, (double) random.nextInt(FaceLabels.RACES.size()));
        labels.put(FaceLabels.EXPRESSION, (double) random.nextInt(FaceLabels.EXPRESSIONS.size()));
        labels.put(FaceLabels.EYEGLASSES, (double) gender);
        labels.put(FaceLabels.IDENTITY, (double) (index % 2));
        labels.put(FaceLabels.QUALITY, age / 100);
        FaceLabels.ATTRIBUTES.forEach(attribute -> labels.put(FaceLabels.attribute(attribute), (double) gender));
        float[] identity = new float[IDENTITY];
        identity[gender] = 1;
        Targets targets =
                new Targets(face.landmarks(), face.mask(), face.mask(), Map.of(Targets.TEACHER_IDENTITY, identity));
        return new Sample(key(index), face.image(), List.of(), labels, targets);
    }

    /** One face; age is its brightness, gender its colour. */
    private record Face(double x, double y, double radius, double age, int gender) {
        boolean inside(int column, int row) {
            return Math.hypot(column + 0.5 - x, row + 0.5 - y) < radius;
        }

        RgbImage image() {
            byte[] pixels = new byte[3 * SIDE * SIDE];
            int bright = (int) (80 + 170 * age);
            for (int row = 0; row < SIDE; row++) {
                for (int column = 0; column < SIDE; column++) {
                    int at = 3 * (row * SIDE + column);
                    boolean face = inside(column, row);
                    pixels[at] = (byte) (face ? bright : 30);
                    pixels[at + 1] = (byte) (face && gender == 0 ? bright : 30);
                    pixels[at + 2] = (byte) (face && gender == 1 ? bright : 60);
                }
            }
            return new RgbImage(SIDE, SIDE, pixels);
        }

        ClassMap mask() {
            byte[] classes = new byte[SIDE * SIDE];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = (byte) (inside(i % SIDE, i / SIDE) ? SKIN : 0);
            }
            return new ClassMap(SIDE, CLASSES, classes);
        }

        /** Points around the disc. */
        float[] landmarks() {
            float[] points = new float[2 * POINTS];
            for (int i = 0; i < POINTS; i++) {
                double angle = 2 * Math.PI * i / POINTS;
                points[2 * i] = (float) (x + radius * Math.cos(angle));
                points[2 * i + 1] = (float) (y + radius * Math.sin(angle));
            }
            return points;
        }
    }
}
