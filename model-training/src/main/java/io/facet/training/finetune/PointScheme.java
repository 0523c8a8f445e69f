package io.facet.training.finetune;

import java.util.function.IntUnaryOperator;

import io.facet.training.data.Ibug68;

/** A layout of landmarks: how many there are, which change places in a mirror, and where the outer corners of the eyes are. */
public enum PointScheme {
    /** 300-W's 68 points (Sagonas et al., 2016). */
    IBUG_68(Ibug68.POINTS, 36, 45, Ibug68::mirrored);

    private final int points;
    private final int leftCorner;
    private final int rightCorner;
    private final IntUnaryOperator mirror;

    PointScheme(int points, int leftCorner, int rightCorner, IntUnaryOperator mirror) {
        this.points = points;
        this.leftCorner = leftCorner;
        this.rightCorner = rightCorner;
        this.mirror = mirror;
    }

    /** Number of points. */
    public int points() {
        return points;
    }

    /** The point that a point becomes in a mirror. */
    public int mirrored(int point) {
        return mirror.applyAsInt(point);
    }

    /** Distance between the outer corners of the eyes, the unit of 300-W's error; points are x and y in turn. */
    public double interOcular(float[] all) {
        return Math.hypot(
                all[2 * leftCorner] - all[2 * rightCorner], all[2 * leftCorner + 1] - all[2 * rightCorner + 1]);
    }
}
