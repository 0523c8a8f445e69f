package io.facet.training.finetune;

import io.facet.training.data.ClassMap;
import io.facet.training.data.Sample;

/**
 * A face as the network is shown it.
 *
 * @param sample as stored
 * @param geometry which part of it is shown
 * @param image {@code [3, S, S]} row-major, planes R, G, B, normalised
 */
public record FaceView(Sample sample, ViewGeometry geometry, float[] image) {
    /** Where in the view, in [0, 1], a point of the stored picture lies, given in its pixels. */
    double[] seen(double x, double y) {
        return geometry.seen(x / sample.image().width(), y / sample.image().height());
    }

    /** The classes of a stored mask as the view shows them: the pixel under the centre of each of side² pixels. */
    int[] seen(ClassMap mask, int side) {
        int[] classes = new int[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double[] at = geometry.stored((column + 0.5) / side, (row + 0.5) / side);
                int x = (int) Math.floor(at[0] * mask.width());
                int y = (int) Math.floor(at[1] * mask.height());
                boolean inside = x >= 0 && x < mask.width() && y >= 0 && y < mask.height();
                classes[row * side + column] = inside ? mask.at(x, y) : ClassMap.UNKNOWN & 0xFF;
            }
        }
        return classes;
    }
}
