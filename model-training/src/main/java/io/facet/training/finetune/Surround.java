package io.facet.training.finetune;

import java.util.random.RandomGenerator;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.Point;
import io.facet.training.data.Sample;
import io.facet.training.data.source.PreparedFace;

/**
 * What is shown around a picture that ends inside the view. Tightly cut sets leave much of the aligned crop black, which a
 * camera never does: a network that has seen nothing else takes the black for a part of the face.
 *
 * @param style how the surround is made
 * @param colours R, G, B in [0, 255] of the top and of the bottom
 * @param grain standard deviation of the noise on it
 */
record Surround(Style style, float[] colours, double grain) {
    private static final int CHANNELS = 3;
    /** Pixels of the source picture: what is nearer to its edge is mixed with black. */
    private static final double EDGE = 1.5;

    /** How a surround is made. */
    enum Style {
        /** One colour that turns into another from top to bottom. */
        GRADIENT,
        /** Each pixel as the nearest one of the picture. */
        SMEARED
    }

    static Surround draw(RandomGenerator random) {
        Style style = random.nextBoolean() ? Style.GRADIENT : Style.SMEARED;
        float[] colours = new float[2 * CHANNELS];
        float level = 255 * random.nextFloat();
        for (int i = 0; i < colours.length; i++) {
            colours[i] = Math.max(0, Math.min(255, level + 120 * (random.nextFloat() - 0.5f)));
        }
        return new Surround(style, colours, 12 * random.nextDouble());
    }

    /** Fills what the view shows outside the sample's picture; nothing where the sample does not tell where it ends. */
    void fill(float[] planes, int side, Sample sample, ViewGeometry geometry, RandomGenerator random) {
        float[] placed = sample.targets().vectors().get(PreparedFace.PICTURE);
        if (placed == null) {
            return;
        }
        CropTransform transform = new CropTransform(placed[0], placed[1], placed[2], placed[3]);
        float[] shown = planes.clone();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double[] stored = geometry.stored((column + 0.5) / side, (row + 0.5) / side);
                Point source = transform.toSource(new Point(
                        stored[0] * sample.image().width(),
                        stored[1] * sample.image().height()));
                Point nearest = new Point(inside(source.x(), placed[4]), inside(source.y(), placed[5]));
                if (!nearest.equals(source)) {
                    Point crop = transform.toCrop(nearest);
                    double[] seen = geometry.seen(
                            crop.x() / sample.image().width(),
                            crop.y() / sample.image().height());
                    put(planes, shown, side, row * side + column, at(seen, side), random);
                }
            }
        }
    }

    private static double inside(double place, float size) {
        return Math.max(EDGE, Math.min(size - EDGE, place));
    }

    private static int at(double[] seen, int side) {
        int column = (int) Math.max(0, Math.min(side - 1, Math.floor(seen[0] * side)));
        int row = (int) Math.max(0, Math.min(side - 1, Math.floor(seen[1] * side)));
        return row * side + column;
    }

    private void put(float[] planes, float[] shown, int side, int to, int nearest, RandomGenerator random) {
        float down = (float) (to / side) / side;
        float noise = (float) (grain * (2 * random.nextDouble() - 1));
        for (int channel = 0; channel < CHANNELS; channel++) {
            int plane = channel * side * side;
            float value = style == Style.SMEARED
                    ? shown[plane + nearest]
                    : colours[channel] * (1 - down) + colours[CHANNELS + channel] * down;
            planes[plane + to] = Math.max(0, Math.min(255, value + noise));
        }
    }
}
