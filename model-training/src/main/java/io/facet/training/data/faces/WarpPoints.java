package io.facet.training.data.faces;

import io.facet.vision.landmark.LandmarkScheme;

/**
 * The points by which faces are bent onto one another: the 68 landmarks, an arc over the forehead that is guessed from
 * them, and a frame around the picture that stays where it is.
 *
 * @param xy x and y in turn, pixels
 */
public record WarpPoints(double[] xy) {
    /** Points of the arc, from the right end of the jaw to the left end. */
    static final int ARC = 9;

    /** Height of the middle of the arc above the brows, in distances of brows and chin: what narrow portraits show. */
    private static final double FOREHEAD = 0.3;

    private static final int JAW_FIRST = 0;
    private static final int CHIN = 8;
    private static final int JAW_LAST = 16;
    private static final int BROW_FROM = 17;
    private static final int BROW_TO = 27;
    private static final int FRAME = 8;

    int count() {
        return xy.length / 2;
    }

    double x(int point) {
        return xy[2 * point];
    }

    double y(int point) {
        return xy[2 * point + 1];
    }

    /**
     * @param landmarks 68 points
     * @param side of the square picture, pixels
     */
    public static WarpPoints of(float[] landmarks, int side) {
        double[] xy = new double[2 * (LandmarkScheme.IBUG_68.count() + ARC + FRAME)];
        for (int i = 0; i < landmarks.length; i++) {
            xy[i] = landmarks[i];
        }
        addArc(xy);
        double[] stops = {0, side / 2.0, side};
        int at = 2 * (LandmarkScheme.IBUG_68.count() + ARC);
        for (double y : stops) {
            for (double x : stops) {
                if (x != stops[1] || y != stops[1]) {
                    xy[at++] = x;
                    xy[at++] = y;
                }
            }
        }
        return new WarpPoints(xy);
    }

    private static void addArc(double[] xy) {
        double browX = 0;
        double browY = 0;
        for (int i = BROW_FROM; i < BROW_TO; i++) {
            browX += xy[2 * i] / (BROW_TO - BROW_FROM);
            browY += xy[2 * i + 1] / (BROW_TO - BROW_FROM);
        }
        double upX = browX - xy[2 * CHIN];
        double upY = browY - xy[2 * CHIN + 1];
        double middleX = (xy[2 * JAW_FIRST] + xy[2 * JAW_LAST]) / 2;
        double middleY = (xy[2 * JAW_FIRST + 1] + xy[2 * JAW_LAST + 1]) / 2;
        double halfX = (xy[2 * JAW_LAST] - xy[2 * JAW_FIRST]) / 2;
        double halfY = (xy[2 * JAW_LAST + 1] - xy[2 * JAW_FIRST + 1]) / 2;
        double riseX = browX + FOREHEAD * upX - middleX;
        double riseY = browY + FOREHEAD * upY - middleY;
        for (int i = 0; i < ARC; i++) {
            double angle = Math.PI * (i + 1) / (ARC + 1);
            int at = 2 * (LandmarkScheme.IBUG_68.count() + i);
            xy[at] = middleX + halfX * Math.cos(angle) + riseX * Math.sin(angle);
            xy[at + 1] = middleY + halfY * Math.cos(angle) + riseY * Math.sin(angle);
        }
    }

    /** Around the head: along the jaw from its left end, then back over the forehead. */
    public double[][] outline() {
        double[][] outline = new double[JAW_LAST + 1 + ARC][];
        for (int i = 0; i <= JAW_LAST; i++) {
            outline[i] = new double[] {x(i), y(i)};
        }
        for (int i = 0; i < ARC; i++) {
            outline[JAW_LAST + 1 + i] =
                    new double[] {x(LandmarkScheme.IBUG_68.count() + i), y(LandmarkScheme.IBUG_68.count() + i)};
        }
        return outline;
    }
}
