package io.facet.jobs.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.facet.domain.face.CropTransform;
import io.facet.domain.face.HeadResult;

/** A parsing mask as a translucent layer over its frame; the background class stays clear. */
final class ParsingLayer {
    private static final int OPACITY = 105;
    private static final Set<String> BACKGROUND = Set.of("background", "bg");

    private ParsingLayer() {}

    static void draw(Graphics2D graphics, HeadResult.Parsing parsing) {
        Object before = graphics.getRenderingHint(RenderingHints.KEY_INTERPOLATION);
        // Classes have no in-between: a blend of two would show a third one's colour.
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(picture(parsing), toSource(parsing.transform()), null);
        if (before != null) {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, before);
        }
    }

    private static BufferedImage picture(HeadResult.Parsing parsing) {
        int size = parsing.size();
        int[] colours = colours(parsing.labels());
        BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                int label = Byte.toUnsignedInt(parsing.mask()[y * size + x]);
                picture.setRGB(x, y, label < colours.length ? colours[label] : 0);
            }
        }
        return picture;
    }

    private static int[] colours(List<String> labels) {
        int[] colours = new int[labels.size()];
        for (int i = 0; i < colours.length; i++) {
            boolean clear = BACKGROUND.contains(labels.get(i).toLowerCase(Locale.ROOT));
            colours[i] = clear ? 0 : OPACITY << 24 | classColour(i).getRGB() & 0xFFFFFF;
        }
        return colours;
    }

    /** More classes than the palette has colours: each further round is a shade darker. */
    private static Color classColour(int label) {
        Color colour = TrackPalette.colour(label);
        for (int round = label / TrackPalette.size(); round > 0; round--) {
            colour = colour.darker();
        }
        return colour;
    }

    private static AffineTransform toSource(CropTransform toMask) {
        double det = toMask.a() * toMask.a() + toMask.b() * toMask.b();
        double a = toMask.a() / det;
        double b = toMask.b() / det;
        return new AffineTransform(
                a, -b, b, a, -(a * toMask.tx() + b * toMask.ty()), b * toMask.tx() - a * toMask.ty());
    }
}
