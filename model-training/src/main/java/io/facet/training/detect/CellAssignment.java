package io.facet.training.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.facet.training.network.detector.DetectorShape;

/**
 * Which cells of a square image stand for which face, by geometry alone (as FCOS does, Tian et al., 2019): a face belongs to
 * the strides that its size suits, neighbouring ones sharing the sizes between them, and there to the cells about its
 * centre. A cell that two faces want goes to the smaller one.
 *
 * <p>A cell at the rim of those, at a stride that hardly suits, or in a face to be ignored may say what it likes.
 *
 * @param side of the image in pixels
 */
record CellAssignment(int side) {
    /** No face is here. */
    static final int NOTHING = -1;

    /** Whatever the cell says is right. */
    static final int ANYTHING = -2;

    /** Sizes of faces, in pixels, that the strides 8, 16 and 32 stand for: from, to. */
    private static final double[][] SIZES = {{0, 44}, {24, 96}, {64, Double.POSITIVE_INFINITY}};

    private static final double HARDLY = 1.4;
    private static final double RIM = 0.6;
    private static final double CORE = 0.3;
    private static final double LEAST = 1.0;
    private static final double MOST = 1.5;

    /**
     * Assigns the cells.
     *
     * @return for each cell, in the order of {@link DetectorShape#cells}, the index of its face, {@link #NOTHING} or {@link
     *     #ANYTHING}
     */
    int[] assign(List<FaceTruth> faces) {
        int[] owners = new int[DetectorShape.cells(side)];
        double[] sizes = new double[owners.length];
        Arrays.fill(owners, NOTHING);
        int first = 0;
        for (int level = 0; level < DetectorShape.STRIDES.size(); level++) {
            int stride = DetectorShape.STRIDES.get(level);
            int columns = side / stride;
            for (int cell = 0; cell < columns * columns; cell++) {
                double x = cell % columns * stride;
                double y = cell / columns * stride;
                for (int face = 0; face < faces.size(); face++) {
                    claim(owners, sizes, first + cell, face, faces.get(face), claim(faces.get(face), level, x, y));
                }
            }
            first += columns * columns;
        }
        return owners;
    }

    /** What a face makes of a cell. */
    private enum Claim {
        NONE,
        OPEN,
        OWN
    }

    private static void claim(int[] owners, double[] sizes, int cell, int index, FaceTruth face, Claim claim) {
        boolean smaller = owners[cell] < 0 || face.size() < sizes[cell];
        if (claim == Claim.OWN && smaller) {
            owners[cell] = index;
            sizes[cell] = face.size();
        } else if (claim == Claim.OPEN && owners[cell] == NOTHING) {
            owners[cell] = ANYTHING;
        }
    }

    private static Claim claim(FaceTruth face, int level, double x, double y) {
        int stride = DetectorShape.STRIDES.get(level);
        double far = Math.max(Math.abs(x - face.centreX()), Math.abs(y - face.centreY()));
        if (face.ignored()) {
            double beyondX = Math.abs(x - face.centreX()) - face.box().width() / 2;
            double beyondY = Math.abs(y - face.centreY()) - face.box().height() / 2;
            return Math.max(beyondX, beyondY) <= stride / 2.0 ? Claim.OPEN : Claim.NONE;
        }
        double from = SIZES[level][0];
        double to = SIZES[level][1];
        double reach = Math.max(LEAST * stride, Math.min(MOST * stride, CORE * face.size()));
        boolean suits = face.size() >= from && face.size() < to;
        if (suits && far <= reach) {
            return Claim.OWN;
        }
        boolean nearly = face.size() >= from / HARDLY && face.size() < to * HARDLY;
        return nearly && far <= reach + RIM * stride ? Claim.OPEN : Claim.NONE;
    }

    /** What {@code assign} found out about one face's cells, for the loss. */
    record Owned(int cell, int face) {
        static List<Owned> of(int[] owners) {
            List<Owned> owned = new ArrayList<>();
            for (int cell = 0; cell < owners.length; cell++) {
                if (owners[cell] >= 0) {
                    owned.add(new Owned(cell, owners[cell]));
                }
            }
            return owned;
        }
    }
}
