package io.facet.training.finetune;

import java.util.stream.IntStream;

/** A layout of landmarks: how many there are, which change places in a mirror, and where the outer corners of the eyes are. */
public enum PointScheme {
    /** 300-W's 68 points (Sagonas et al., 2016). */
    IBUG_68(36, 45, new int[][] {
        {0, 16}, {1, 15}, {2, 14}, {3, 13}, {4, 12}, {5, 11}, {6, 10}, {7, 9}, {17, 26}, {18, 25}, {19, 24}, {20, 23}, {21, 22}, {31, 35}, {32, 34}, {36, 45}, {37, 44}, {38, 43}, {39, 42}, {40, 47}, {41, 46}, {48, 54}, {49, 53}, {50, 52}, {55, 59}, {56, 58}, {60, 64}, {61, 63}, {65, 67}
    }, 68);

    private final int leftCorner;
    private final int rightCorner;
    private final int[] mirrored;

    PointScheme(int leftCorner, int rightCorner, int[][] pairs, int points) {
        this.leftCorner = leftCorner;
        this.rightCorner = rightCorner;
        this.mirrored = IntStream.range(0, points).toArray();
        for (int[] pair : pairs) {
            mirrored[pair[0]] = pair[1];
            mirrored[pair[1]] = pair[0];
        }
    }

    /** Number of points. */
    public int points() {
        return mirrored.length;
    }

    /** The point that a point becomes in a mirror. */
    public int mirrored(int point) {
        return mirrored[point];
    }

    /** Distance between the outer corners of the eyes, the unit of 300-W's error; points are x and y in turn. */
    public double interOcular(float[] points) {
        return Math.hypot(
                points[2 * leftCorner] - points[2 * rightCorner], points[2 * leftCorner + 1] - points[2 * rightCorner + 1]);
    }
}
