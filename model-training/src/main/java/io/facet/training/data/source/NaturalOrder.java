package io.facet.training.data.source;

import java.util.Comparator;

/** The order people expect of names: {@code a2} before {@code a10}. Equal only for equal names. */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    private NaturalOrder() {}

    @Override
    public int compare(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < left.length() && r < right.length()) {
            int leftEnd = digitsEnd(left, l);
            int rightEnd = digitsEnd(right, r);
            int order;
            if (leftEnd > l && rightEnd > r) {
                order = compareNumbers(left.substring(l, leftEnd), right.substring(r, rightEnd));
                l = leftEnd;
                r = rightEnd;
            } else {
                order = Character.compare(left.charAt(l++), right.charAt(r++));
            }
            if (order != 0) {
                return order;
            }
        }
        int rest = Integer.compare(left.length() - l, right.length() - r);
        return rest != 0 ? rest : left.compareTo(right);
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static int compareNumbers(String left, String right) {
        String l = left.replaceFirst("^0+(?=.)", "");
        String r = right.replaceFirst("^0+(?=.)", "");
        int byLength = Integer.compare(l.length(), r.length());
        return byLength != 0 ? byLength : l.compareTo(r);
    }
}
