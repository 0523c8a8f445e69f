package io.facet.training.data.composite;

import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** How much of a cut-out is seen where: all of it inside, nothing outside, and a soft seam in between. */
final class SoftOutline {
    /** Width of the seam, in widths of the face. */
    private static final double SEAM = 0.07;

    private SoftOutline() {}

    /**
     * @param outline corners of a polygon, pixels
     * @param side of the square picture
     * @return 0 to 255. Shape {@code [side, side]}
     */
    static int[] alpha(double[][] outline, int side) {
        Path2D path = new Path2D.Double();
        path.moveTo(outline[0][0], outline[0][1]);
        for (int i = 1; i < outline.length; i++) {
            path.lineTo(outline[i][0], outline[i][1]);
        }
        path.closePath();
        double seam = SEAM * path.getBounds2D().getWidth();
        int[] alpha = new int[side * side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                if (path.contains(x + 0.5, y + 0.5)) {
                    double depth = Math.min(1, distance(outline, x + 0.5, y + 0.5) / seam);
                    alpha[y * side + x] = (int) Math.round(255 * depth * depth * (3 - 2 * depth));
                }
            }
        }
        return alpha;
    }

    private static double distance(double[][] outline, double x, double y) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < outline.length; i++) {
            double[] from = outline[i];
            double[] to = outline[(i + 1) % outline.length];
            least = Math.min(least, Line2D.ptSegDistSq(from[0], from[1], to[0], to[1], x, y));
        }
        return Math.sqrt(least);
    }
}
