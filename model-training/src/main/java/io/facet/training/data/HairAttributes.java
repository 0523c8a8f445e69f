package io.facet.training.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the mask of a prepared face says of its hair. Read off the stored mask, whose middle four fifths are the aligned crop:
 * there the eyes lie at 0.44 of the height, 0.27 of the width apart.
 */
public final class HairAttributes {
    /** Hair is seen at all: one is neither bald nor covered. */
    public static final String VISIBLE = "visible_hair";

    /** Hair covers the middle of the forehead. */
    public static final String BANGS = "bangs";

    /** Hair hangs beside or below the chin. */
    public static final String LONG = "long_hair";

    /** All of them. */
    public static final List<String> NAMES = List.of(VISIBLE, BANGS, LONG);

    private static final int HAIR = FaceLabels.PARTS.indexOf("hair");
    private static final double ALIGNED = 0.8;
    private static final double LEAST_VISIBLE = 0.02;
    private static final double LEAST_BANGS = 0.4;
    private static final double LEAST_LONG = 0.08;

    private HairAttributes() {}

    /** 0 or 1 by name; empty if the mask has other classes than {@link FaceLabels#PARTS}. */
    public static Map<String, Double> of(ClassMap mask) {
        if (mask.labels() != FaceLabels.PARTS.size()) {
            return Map.of();
        }
        Map<String, Double> labels = new LinkedHashMap<>();
        labels.put(VISIBLE, share(mask, 0, 1, 0, 1) >= LEAST_VISIBLE ? 1.0 : 0.0);
        labels.put(BANGS, share(mask, 0.4, 0.6, 0.2, 0.34) >= LEAST_BANGS ? 1.0 : 0.0);
        labels.put(LONG, share(mask, 0, 1, 0.75, 1) >= LEAST_LONG ? 1.0 : 0.0);
        return labels;
    }

    /** Share of hair in a rectangle of the aligned crop; what is unknown is no hair. */
    private static double share(ClassMap mask, double left, double right, double top, double bottom) {
        int fromX = place(left, mask.width());
        int toX = place(right, mask.width());
        int fromY = place(top, mask.height());
        int toY = place(bottom, mask.height());
        int hair = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                hair += mask.at(x, y) == HAIR ? 1 : 0;
            }
        }
        return (double) hair / Math.max(1, (toX - fromX) * (toY - fromY));
    }

    private static int place(double inCrop, int side) {
        return (int) Math.round(side * ((1 - ALIGNED) / 2 + ALIGNED * inCrop));
    }
}
