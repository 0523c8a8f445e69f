package io.facet.connectors.segment;

/** Text that others wrote, made fit to be put into a line of ours. */
public final class Excerpt {
    private static final int LENGTH = 80;

    private Excerpt() {}

    /** The first 80 characters, with {@code …} behind them where more follow; each control character as {@code ?}. */
    public static String of(String text) {
        String start = cut(text, LENGTH);
        String more = start.length() < text.length() ? "…" : "";
        return start.replaceAll("\\p{Cntrl}", "?") + more;
    }

    /**
     * The first characters of a text.
     *
     * @param length how many at most; one less where a surrogate pair would be torn apart
     */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
