package io.facet.jobs.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;

/** Whether text can be drawn: a JDK brings no fonts, and on a bare server there are none. */
public final class Fonts {
    private Fonts() {}

    /** Whether this machine has a font that Java can use. */
    public static boolean available() {
        try {
            new Font(Font.SANS_SERIF, Font.PLAIN, 12).getStringBounds("x", new FontRenderContext(null, true, true));
            return true;
        } catch (RuntimeException | LinkageError | InternalError missing) {
            // Which of these the JDK throws depends on what is missing: fontconfig, freetype or the fonts.
            return false;
        }
    }
}
