package io.facet.training.data.source.expression;

import java.util.List;
import java.util.Map;

import io.facet.training.data.FaceLabels;
import io.facet.training.data.source.Listed;
import io.facet.training.data.source.SetCard;

/** Which expressions a part has, and under which label. */
final class Expressions {
    static final String CONTEMPT = "contempt";
    private static final String EIGHT = "-8";

    private Expressions() {}

    /** Whether a part has contempt too. */
    static boolean areEight(String part) {
        return part.endsWith(EIGHT);
    }

    /** The part with the same samples and those of contempt. */
    static SetCard.Part eight(String part, int samples) {
        return new SetCard.Part(part + EIGHT, samples);
    }

    /** The name of the part without contempt. */
    static String seven(String part) {
        return areEight(part) ? part.substring(0, part.length() - EIGHT.length()) : part;
    }

    /** Whether a part has an expression. */
    static boolean has(String part, String expression) {
        return areEight(part)
                ? FaceLabels.EXPRESSIONS_8.contains(expression)
                : FaceLabels.EXPRESSIONS.contains(expression);
    }

    /** The label of an expression that the part has. */
    static Listed.Known known(String part, String expression) {
        return Listed.Known.labels(labels(part, expression));
    }

    static Map<String, Double> labels(String part, String expression) {
        return areEight(part)
                ? Map.of(FaceLabels.EXPRESSION_8, (double) FaceLabels.EXPRESSIONS_8.indexOf(expression))
                : Map.of(FaceLabels.EXPRESSION, (double) FaceLabels.EXPRESSIONS.indexOf(expression));
    }

    /** Names of the labels of a set without contempt. */
    static List<String> names() {
        return List.of(FaceLabels.EXPRESSION);
    }
}
