package io.facet.training.data;

import java.util.List;

import io.facet.domain.face.FivePoints;
import io.facet.domain.face.Point;

/** The 68 points of iBUG's scheme (Sagonas et al., 2013), numbered from 0. Arrays hold x and y of each point in turn. */
public final class Ibug68 {
    public static final int POINTS = 68;

    private static final int LEFT_EYE = 36;
    private static final int RIGHT_EYE = 42;
    private static final int EYE_POINTS = 6;
    private static final int NOSE_TIP = 30;
    private static final int LEFT_MOUTH = 48;
    private static final int RIGHT_MOUTH = 54;

    /** Where each point of a face is in its mirror image. */
    private static final List<Integer> MIRRORED = List.of(
            16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, // jaw
            26, 25, 24, 23, 22, 21, 20, 19, 18, 17, // brows
            27, 28, 29, 30, 35, 34, 33, 32, 31, // nose
            45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40, // eyes
            54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, // outer lips
            64, 63, 62, 61, 60, 67, 66, 65); // inner lips

    private Ibug68() {}

    /** Number of the point that a point becomes in the mirror image. */
    public static int mirrored(int point) {
        return MIRRORED.get(point);
    }

    /** The points of a picture's mirror image. */
    public static float[] mirrored(float[] points, double width) {
        float[] mirrored = new float[points.length];
        for (int i = 0; i < POINTS; i++) {
            mirrored[2 * mirrored(i)] = (float) (width - points[2 * i]);
            mirrored[2 * mirrored(i) + 1] = points[2 * i + 1];
        }
        return mirrored;
    }

    /** What a detector finds of a face: centres of the eyes, tip of the nose, corners of the mouth. */
    public static FivePoints fivePoints(float[] points) {
        return new FivePoints(
                mean(points, LEFT_EYE, EYE_POINTS),
                mean(points, RIGHT_EYE, EYE_POINTS),
                mean(points, NOSE_TIP, 1),
                mean(points, LEFT_MOUTH, 1),
                mean(points, RIGHT_MOUTH, 1));
    }

    private static Point mean(float[] points, int from, int count) {
        double x = 0;
        double y = 0;
        for (int i = from; i < from + count; i++) {
            x += points[2 * i];
            y += points[2 * i + 1];
        }
        return new Point(x / count, y / count);
    }
}
