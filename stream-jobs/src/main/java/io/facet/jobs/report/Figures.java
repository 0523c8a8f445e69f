package io.facet.jobs.report;

import java.util.Locale;

/** Numbers as a person reads them; the same on every machine, whatever its locale. */
final class Figures {
    private static final long US_PER_SECOND = 1_000_000;

    private Figures() {}

    /** {@code 12,345}. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** {@code 0.42}, {@code 12.3} or {@code 1,234}. */
    static String rate(double value) {
        String pattern = Math.abs(value) < 1 ? "%.2f" : Math.abs(value) < 100 ? "%.1f" : "%,.0f";
        return String.format(Locale.ROOT, pattern, value);
    }

    /** {@code 3.2 s}, {@code 4 min 05 s} or {@code 2 h 07 min}. */
    static String duration(double seconds) {
        if (seconds < 59.95) {
            return String.format(Locale.ROOT, seconds < 1 ? "%.2f s" : "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%d min %02d s".formatted(whole / 60, whole % 60)
                : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
    }

    /** A place in a video: {@code 0:03.2} or {@code 1:02:03.4}. */
    static String timecode(long ptsUs) {
        long tenths = Math.round(Math.max(0, ptsUs) * 10.0 / US_PER_SECOND);
        long seconds = tenths / 10;
        long minutes = seconds / 60;
        return minutes < 60
                ? "%d:%02d.%d".formatted(minutes, seconds % 60, tenths % 10)
                : "%d:%02d:%02d.%d".formatted(minutes / 60, minutes % 60, seconds % 60, tenths % 10);
    }

    /** {@code 87 %}, from a share in [0, 1]; the space does not break. */
    static String percent(double share) {
        return Math.round(share * 100) + "\u00a0%";
    }

    /** {@code 512 B}, {@code 1.5 KiB} or {@code 3.0 MiB}. */
    static String bytes(long value) {
        if (value < 1024) {
            return value + " B";
        }
        double kib = value / 1024.0;
        return kib < 1024
                ? String.format(Locale.ROOT, "%.1f KiB", kib)
                : String.format(Locale.ROOT, "%.1f MiB", kib / 1024);
    }

    /** {@code 1 face}, {@code 2 faces}. */
    static String counted(long value, String singular, String plural) {
        return count(value) + " " + (value == 1 ? singular : plural);
    }
}
