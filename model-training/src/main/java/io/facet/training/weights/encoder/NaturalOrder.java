package io.facet.training.weights.encoder;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Compares names as people count: {@code resblocks.2} before {@code resblocks.10}. */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    /** Between a digit and anything else, either way round. */
    private static final Pattern BOUNDARY = Pattern.compile("(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])");

    private NaturalOrder() {}

    @Override
    public int compare(String a, String b) {
        String[] left = BOUNDARY.split(a);
        String[] right = BOUNDARY.split(b);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = isNumber(left[i]) && isNumber(right[i])
                    ? new BigInteger(left[i]).compareTo(new BigInteger(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        int byLength = Integer.compare(left.length, right.length);
        return byLength != 0 ? byLength : a.compareTo(b);
    }

    private static boolean isNumber(String part) {
        return !part.isEmpty() && part.charAt(0) >= '0' && part.charAt(0) <= '9';
    }
}
