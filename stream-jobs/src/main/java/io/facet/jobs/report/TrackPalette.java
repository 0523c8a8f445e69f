package io.facet.jobs.report;

import java.awt.Color;
import java.util.List;

/**
 * The colour of a track, the same in annotated frames and in the report. Okabe and Ito's palette, which people with
 * colour vision deficiencies can tell apart ("Color Universal Design", 2008); its black is left out.
 */
final class TrackPalette {
    private static final List<Color> COLOURS = List.of(
            new Color(0xE69F00),
            new Color(0x56B4E9),
            new Color(0x009E73),
            new Color(0xF0E442),
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0xCC79A7));

    private TrackPalette() {}

    /** The colour of a track or, for that matter, of any class by its index. */
    static Color colour(long index) {
        return COLOURS.get(Math.floorMod(index, COLOURS.size()));
    }

    /** How many colours there are before they repeat. */
    static int size() {
        return COLOURS.size();
    }

    /** {@code #rrggbb}. */
    static String hex(Color colour) {
        return "#%06x".formatted(colour.getRGB() & 0xFFFFFF);
    }

    /** Black or white, whichever has the higher contrast on the colour (WCAG 2.1 relative luminance). */
    static Color ink(Color background) {
        double luminance = 0.2126 * linear(background.getRed())
                + 0.7152 * linear(background.getGreen())
                + 0.0722 * linear(background.getBlue());
        // Contrast with white equals contrast with black where (L + 0.05)² = 1.05 · 0.05.
        return luminance > 0.179 ? Color.BLACK : Color.WHITE;
    }

    private static double linear(int sample) {
        double value = sample / 255.0;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
