package io.facet.training.evaluate.file;

import java.util.regex.Pattern;

/** Names two pictures in one text, whichever comes first. */
public final class PairKey {
    private static final String AND = " | ";

    private PairKey() {}

    /** The same for both orders. */
    public static String of(String one, String other) {
        return one.compareTo(other) <= 0 ? one + AND + other : other + AND + one;
    }

    /** The two keys of a pair; the key itself where it names no pair. */
    public static String[] parts(String pair) {
        return pair.split(Pattern.quote(AND), 2);
    }
}
